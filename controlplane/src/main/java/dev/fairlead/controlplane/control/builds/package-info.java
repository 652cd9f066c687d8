/// Decides which build runs when, and keeps what it says. Compiles nothing.
@NullMarked
package dev.fairlead.controlplane.control.builds;

import org.jspecify.annotations.NullMarked;
