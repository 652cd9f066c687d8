/// What people do with environments: make, protect, freeze and remove them; and who may deploy
/// there.
@NullMarked
package dev.fairlead.controlplane.control.environments;

import org.jspecify.annotations.NullMarked;
