/// Routes that web servers before us read.
@NullMarked
package dev.fairlead.controlplane.api.edges;

import org.jspecify.annotations.NullMarked;
