/// Keeps receipts of changes.
@NullMarked
package dev.fairlead.controlplane.store.receipts;

import org.jspecify.annotations.NullMarked;
