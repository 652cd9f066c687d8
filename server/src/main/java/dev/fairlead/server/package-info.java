/// The process: settings, wiring by hand, start and stop. Everything else is on another floor.
@NullMarked
package dev.fairlead.server;

import org.jspecify.annotations.NullMarked;
