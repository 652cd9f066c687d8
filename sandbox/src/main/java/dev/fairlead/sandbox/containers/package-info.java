/// The sandbox of a machine that has a container engine: each step is a container, whose root is
/// empty but for what the step may see. Knows nothing of control groups and namespaces.
@NullMarked
package dev.fairlead.sandbox.containers;

import org.jspecify.annotations.NullMarked;
