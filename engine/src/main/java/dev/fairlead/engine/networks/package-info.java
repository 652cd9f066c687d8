/// Networks between containers.
@NullMarked
package dev.fairlead.engine.networks;

import org.jspecify.annotations.NullMarked;
