/// Variables: their names, how far they reach, where they are seen, and how files write them.
@NullMarked
package dev.fairlead.model.variables;

import org.jspecify.annotations.NullMarked;
