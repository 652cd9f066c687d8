/// Makes images of folders that say how (`fairlead.yaml`, `Dockerfile`), by a container engine.
@NullMarked
package dev.fairlead.builders.apps;

import org.jspecify.annotations.NullMarked;
