/// What can be set of the gateway, and what connects it to the control plane.
@NullMarked
package dev.fairlead.server.edge;

import org.jspecify.annotations.NullMarked;
