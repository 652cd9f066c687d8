/// Zones of the DNS that projects lend us, and challenges that are answered by their records.
@NullMarked
package dev.fairlead.controlplane.control.zones;

import org.jspecify.annotations.NullMarked;
