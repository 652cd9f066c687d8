package dev.fairlead.controlplane.store.directory;

import java.util.List;

/// Some of `total` resources.
public record Found<T>(List<T> items, int total) {
    public Found {
        items = List.copyOf(items);
    }
}
