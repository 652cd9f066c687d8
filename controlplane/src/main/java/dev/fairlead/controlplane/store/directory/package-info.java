/// People and groups of an organization as a directory (SCIM) sees them.
@NullMarked
package dev.fairlead.controlplane.store.directory;

import org.jspecify.annotations.NullMarked;
