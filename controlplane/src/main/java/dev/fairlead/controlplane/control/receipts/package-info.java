/// Counts what was under way while something changed, and signs what became of it.
@NullMarked
package dev.fairlead.controlplane.control.receipts;

import org.jspecify.annotations.NullMarked;
