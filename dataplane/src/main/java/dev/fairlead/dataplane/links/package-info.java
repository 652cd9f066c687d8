/// Connections to targets, each of one event loop: how they are made, kept and asked. Knows nothing
/// of clients.
@NullMarked
package dev.fairlead.dataplane.links;

import org.jspecify.annotations.NullMarked;
