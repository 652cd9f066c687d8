/// Use cases of registries of images.
@NullMarked
package dev.fairlead.controlplane.control.registries;

import org.jspecify.annotations.NullMarked;
