/// Lines that instances of apps and stacks printed: written in batches, read oldest or newest
/// first, dropped by the day.
@NullMarked
package dev.fairlead.controlplane.store.logs;

import org.jspecify.annotations.NullMarked;
