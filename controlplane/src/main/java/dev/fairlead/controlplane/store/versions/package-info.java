/// Versions and aliases in SQL.
@NullMarked
package dev.fairlead.controlplane.store.versions;

import org.jspecify.annotations.NullMarked;
