/// Everything that is sealed in the database, wherever it is. Sees no plain text.
@NullMarked
package dev.fairlead.controlplane.store.sealing;

import org.jspecify.annotations.NullMarked;
