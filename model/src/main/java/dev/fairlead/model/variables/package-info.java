/// Variables of functions: their names and where they are seen.
@NullMarked
package dev.fairlead.model.variables;

import org.jspecify.annotations.NullMarked;
