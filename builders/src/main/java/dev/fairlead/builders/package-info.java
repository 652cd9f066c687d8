/// Which builder makes what. Builds nothing itself.
@NullMarked
package dev.fairlead.builders;

import org.jspecify.annotations.NullMarked;
