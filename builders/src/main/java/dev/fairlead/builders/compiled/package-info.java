/// Builders that run a compiler, each in the sandbox, and the glue that they add to the author's
/// files (resources beside these classes).
@NullMarked
package dev.fairlead.builders.compiled;

import org.jspecify.annotations.NullMarked;
