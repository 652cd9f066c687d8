/// Providers, the people they know, and what waits for their answers, in SQL.
@NullMarked
package dev.fairlead.controlplane.store.providers;

import org.jspecify.annotations.NullMarked;
