/// Organizations, their members, groups, roles and invitations in SQL.
@NullMarked
package dev.fairlead.controlplane.store.organizations;

import org.jspecify.annotations.NullMarked;
