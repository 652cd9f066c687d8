/// Takes a deployment through its phases. Builds and runs nothing itself: that is behind ports.
@NullMarked
package dev.fairlead.controlplane.control.deployments;

import org.jspecify.annotations.NullMarked;
