/// Counts and bounds what all processes of a step take together, by the kernel's control groups of
/// either version. Starts nothing.
@NullMarked
package dev.fairlead.sandbox.cgroups;

import org.jspecify.annotations.NullMarked;
