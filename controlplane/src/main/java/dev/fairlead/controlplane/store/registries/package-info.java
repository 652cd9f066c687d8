/// Registries of images that organizations have credentials for.
@NullMarked
package dev.fairlead.controlplane.store.registries;

import org.jspecify.annotations.NullMarked;
