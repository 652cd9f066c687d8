/// What an engine keeps for us, found again by its labels.
@NullMarked
package dev.fairlead.engine.labels;

import org.jspecify.annotations.NullMarked;
