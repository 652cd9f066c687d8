/// Routes about the installation and the caller.
@NullMarked
package dev.fairlead.controlplane.api.installation;

import org.jspecify.annotations.NullMarked;
