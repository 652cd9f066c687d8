/// Routes that invoke, and that show what ran.
@NullMarked
package dev.fairlead.controlplane.api.executions;

import org.jspecify.annotations.NullMarked;
