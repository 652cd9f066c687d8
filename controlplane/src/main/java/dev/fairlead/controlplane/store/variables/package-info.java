/// Variables in SQL, secrets sealed. Sees no plain text of a secret.
@NullMarked
package dev.fairlead.controlplane.store.variables;

import org.jspecify.annotations.NullMarked;
