/// What instances took of their rate limits, in SQL.
@NullMarked
package dev.fairlead.controlplane.store.limits;

import org.jspecify.annotations.NullMarked;
