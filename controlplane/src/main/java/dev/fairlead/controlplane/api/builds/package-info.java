/// REST for builds: what waits, what runs, what was given up.
@NullMarked
package dev.fairlead.controlplane.api.builds;

import org.jspecify.annotations.NullMarked;
