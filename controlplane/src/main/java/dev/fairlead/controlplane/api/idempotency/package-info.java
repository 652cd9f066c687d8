/// Requests that may be repeated: what came first is answered again instead of done again.
@NullMarked
package dev.fairlead.controlplane.api.idempotency;

import org.jspecify.annotations.NullMarked;
