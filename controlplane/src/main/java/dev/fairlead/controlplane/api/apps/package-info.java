/// What the API says of apps that no other service has: their instances.
@NullMarked
package dev.fairlead.controlplane.api.apps;

import org.jspecify.annotations.NullMarked;
