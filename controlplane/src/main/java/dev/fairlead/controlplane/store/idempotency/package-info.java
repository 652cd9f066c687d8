/// Keys of requests that may be repeated, and the answers they were given.
@NullMarked
package dev.fairlead.controlplane.store.idempotency;

import org.jspecify.annotations.NullMarked;
