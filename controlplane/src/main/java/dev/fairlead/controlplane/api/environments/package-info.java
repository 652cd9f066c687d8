/// Environments over HTTP: make, protect, freeze, and say which versions they keep.
@NullMarked
package dev.fairlead.controlplane.api.environments;

import org.jspecify.annotations.NullMarked;
