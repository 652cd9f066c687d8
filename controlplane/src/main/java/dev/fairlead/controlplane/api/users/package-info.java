/// Routes of users: the first one, one's own account.
@NullMarked
package dev.fairlead.controlplane.api.users;

import org.jspecify.annotations.NullMarked;
