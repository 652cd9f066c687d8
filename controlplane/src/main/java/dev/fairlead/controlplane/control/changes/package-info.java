/// Changes of variables as releases of the services that see them. Sets no variables itself.
@NullMarked
package dev.fairlead.controlplane.control.changes;

import org.jspecify.annotations.NullMarked;
