/// Names with passwords as they travel, of routes and of services.
@NullMarked
package dev.fairlead.controlplane.api.passwords;

import org.jspecify.annotations.NullMarked;
