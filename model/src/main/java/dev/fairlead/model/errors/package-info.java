/// Every error a caller can meet, and the one exception that carries it.
@NullMarked
package dev.fairlead.model.errors;

import org.jspecify.annotations.NullMarked;
