/// How much of an output is kept.
@NullMarked
package dev.fairlead.container.logs;

import org.jspecify.annotations.NullMarked;
