/// Shows receipts of changes.
@NullMarked
package dev.fairlead.controlplane.api.receipts;

import org.jspecify.annotations.NullMarked;
