/// Doors and what goes through them.
@NullMarked
package dev.fairlead.container.lambda;

import org.jspecify.annotations.NullMarked;
