/// Use cases of organizations: members, invitations, groups, roles.
@NullMarked
package dev.fairlead.controlplane.control.organizations;

import org.jspecify.annotations.NullMarked;
