/// Apps: programs in containers, as they are described.
@NullMarked
package dev.fairlead.model.apps;

import org.jspecify.annotations.NullMarked;
