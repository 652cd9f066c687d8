/// Routes of services, their deployments and versions.
@NullMarked
package dev.fairlead.controlplane.api.functions;

import org.jspecify.annotations.NullMarked;
