@NullMarked
package dev.fairlead.container.instances;

import org.jspecify.annotations.NullMarked;
