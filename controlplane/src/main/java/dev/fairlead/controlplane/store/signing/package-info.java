/// Secrets of functions whose calls are signed, and the nonces that were used, in SQL.
@NullMarked
package dev.fairlead.controlplane.store.signing;

import org.jspecify.annotations.NullMarked;
