/// Routes of organizations, members, groups, roles and invitations.
@NullMarked
package dev.fairlead.controlplane.api.organizations;

import org.jspecify.annotations.NullMarked;
