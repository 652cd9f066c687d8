/// `registries`: credentials of registries of images.
@NullMarked
package dev.fairlead.cli.registries;

import org.jspecify.annotations.NullMarked;
