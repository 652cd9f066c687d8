/// Engines that speak Docker's API: Docker, and Podman with its differences.
@NullMarked
package dev.fairlead.engine.docker;

import org.jspecify.annotations.NullMarked;
