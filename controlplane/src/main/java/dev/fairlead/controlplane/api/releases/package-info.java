/// Versions, aliases and rollouts over HTTP: what was released, who gets it, and going back.
@NullMarked
package dev.fairlead.controlplane.api.releases;

import org.jspecify.annotations.NullMarked;
