/// Volumes of an engine.
@NullMarked
package dev.fairlead.engine.volumes;

import org.jspecify.annotations.NullMarked;
