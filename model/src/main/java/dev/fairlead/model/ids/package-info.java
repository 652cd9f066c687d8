/// Typed identifiers: a value of one kind never passes for another.
@NullMarked
package dev.fairlead.model.ids;

import org.jspecify.annotations.NullMarked;
