/// The sandbox of a plain Linux machine: bubblewrap for what a step sees, control groups for what
/// it takes, a watcher for what it writes. Knows nothing of containers.
@NullMarked
package dev.fairlead.sandbox.bubblewrap;

import org.jspecify.annotations.NullMarked;
