/// What is true of every source, on the server and on the author's machine.
@NullMarked
package dev.fairlead.model.sources;

import org.jspecify.annotations.NullMarked;
