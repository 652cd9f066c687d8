package dev.fairlead.controlplane.store.copying;

import java.sql.Connection;
import java.sql.SQLException;

/// Opens connections for whoever keeps one.
@FunctionalInterface
public interface ConnectionSource {
    Connection open() throws SQLException;
}
