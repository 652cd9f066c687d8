/// What goes into containers and comes out of them: attachments, commands, logs.
@NullMarked
package dev.fairlead.engine.streams;

import org.jspecify.annotations.NullMarked;
