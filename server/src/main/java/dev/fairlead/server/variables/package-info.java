/// Wires variables and what seals them.
@NullMarked
package dev.fairlead.server.variables;

import org.jspecify.annotations.NullMarked;
