/// Users and their one-time links in SQL.
@NullMarked
package dev.fairlead.controlplane.store.users;

import org.jspecify.annotations.NullMarked;
