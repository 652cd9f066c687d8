/// Zones of projects, with their sealed secrets.
@NullMarked
package dev.fairlead.controlplane.store.zones;

import org.jspecify.annotations.NullMarked;
