/// Quotas and what was used of them.
@NullMarked
package dev.fairlead.controlplane.store.quotas;

import org.jspecify.annotations.NullMarked;
