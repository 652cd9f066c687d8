/// A container engine by its API: a small client of Docker's on a unix socket. Knows containers,
/// images and volumes, and nothing of what they are for.
@NullMarked
package dev.fairlead.engine;

import org.jspecify.annotations.NullMarked;
