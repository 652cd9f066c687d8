/// Domains, their certificates and what the data plane must know of them, in SQL.
@NullMarked
package dev.fairlead.controlplane.store.domains;

import org.jspecify.annotations.NullMarked;
