/// What an engine tells of by itself.
@NullMarked
package dev.fairlead.engine.events;

import org.jspecify.annotations.NullMarked;
