/// Connects control to the builders: their settings, sources and artifacts. Decides nothing.
@NullMarked
package dev.fairlead.server.builds;

import org.jspecify.annotations.NullMarked;
