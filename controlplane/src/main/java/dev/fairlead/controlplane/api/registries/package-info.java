/// Routes of registries of images.
@NullMarked
package dev.fairlead.controlplane.api.registries;

import org.jspecify.annotations.NullMarked;
