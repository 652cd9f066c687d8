/// People as they call themselves.
@NullMarked
package dev.fairlead.model.people;

import org.jspecify.annotations.NullMarked;
