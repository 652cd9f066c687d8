/// Routes of zones.
@NullMarked
package dev.fairlead.controlplane.api.zones;

import org.jspecify.annotations.NullMarked;
