/// Names that people choose; a value that exists is valid.
@NullMarked
package dev.fairlead.model.names;

import org.jspecify.annotations.NullMarked;
