/// From an upload to a source tree that is safe to read. Builds nothing.
@NullMarked
package dev.fairlead.builders.intake;

import org.jspecify.annotations.NullMarked;
