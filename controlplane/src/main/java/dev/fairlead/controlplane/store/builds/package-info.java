/// Builds, their queue and their logs in SQL.
@NullMarked
package dev.fairlead.controlplane.store.builds;

import org.jspecify.annotations.NullMarked;
