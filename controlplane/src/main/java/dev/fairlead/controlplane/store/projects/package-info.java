/// Projects and organizations in SQL.
@NullMarked
package dev.fairlead.controlplane.store.projects;

import org.jspecify.annotations.NullMarked;
