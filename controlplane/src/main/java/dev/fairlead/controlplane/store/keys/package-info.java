/// Keys in SQL: hashes only.
@NullMarked
package dev.fairlead.controlplane.store.keys;

import org.jspecify.annotations.NullMarked;
