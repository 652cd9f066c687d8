/// Routes of keys.
@NullMarked
package dev.fairlead.controlplane.api.keys;

import org.jspecify.annotations.NullMarked;
