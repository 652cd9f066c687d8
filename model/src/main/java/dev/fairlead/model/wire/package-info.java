/// The shapes that travel as JSON between the API and its clients. No behaviour.
@NullMarked
package dev.fairlead.model.wire;

import org.jspecify.annotations.NullMarked;
