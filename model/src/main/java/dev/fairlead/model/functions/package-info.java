/// What a function is: language, limits, versions.
@NullMarked
package dev.fairlead.model.functions;

import org.jspecify.annotations.NullMarked;
