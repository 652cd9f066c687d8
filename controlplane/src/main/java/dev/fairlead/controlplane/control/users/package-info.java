/// Use cases of users: the first one, their passwords and addresses.
@NullMarked
package dev.fairlead.controlplane.control.users;

import org.jspecify.annotations.NullMarked;
