/// Services in SQL, and the one query that tells what is published.
@NullMarked
package dev.fairlead.controlplane.store.services;

import org.jspecify.annotations.NullMarked;
