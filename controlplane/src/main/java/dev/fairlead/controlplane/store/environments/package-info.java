/// Environments of projects in SQL, and who may deploy to them.
@NullMarked
package dev.fairlead.controlplane.store.environments;

import org.jspecify.annotations.NullMarked;
