/// Stacks: versions that are several containers. One service answers requests and has instances as
/// an app; the others are started before it, kept running, and stopped after it.
@NullMarked
package dev.fairlead.container.stacks;

import org.jspecify.annotations.NullMarked;
