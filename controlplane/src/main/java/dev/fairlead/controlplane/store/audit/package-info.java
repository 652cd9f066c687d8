/// The audit log in SQL: append-only and chained.
@NullMarked
package dev.fairlead.controlplane.store.audit;

import org.jspecify.annotations.NullMarked;
