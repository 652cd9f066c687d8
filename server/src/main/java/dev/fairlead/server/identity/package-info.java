/// The wiring of identity: who people are, what they may, and how they are written to.
@NullMarked
package dev.fairlead.server.identity;

import org.jspecify.annotations.NullMarked;
