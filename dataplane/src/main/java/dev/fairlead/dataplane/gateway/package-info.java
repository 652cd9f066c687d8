/// The edge: from a socket to a guest and back, and what the world sees when that fails.
@NullMarked
package dev.fairlead.dataplane.gateway;

import org.jspecify.annotations.NullMarked;
