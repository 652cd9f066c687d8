/// Executions: written in batches, listed newest first, dropped by the day.
@NullMarked
package dev.fairlead.controlplane.store.executions;

import org.jspecify.annotations.NullMarked;
