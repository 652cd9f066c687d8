/// Stacks: several services of one compose file, as they are described to whoever runs them.
@NullMarked
package dev.fairlead.model.stacks;

import org.jspecify.annotations.NullMarked;
