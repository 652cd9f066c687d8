/// Writing many rows at once, by COPY.
@NullMarked
package dev.fairlead.controlplane.store.copying;

import org.jspecify.annotations.NullMarked;
