/// What decides who may do what, in SQL, and word of its changes.
@NullMarked
package dev.fairlead.controlplane.store.access;

import org.jspecify.annotations.NullMarked;
