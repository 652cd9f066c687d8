/// Deployments, their builds and build logs in SQL.
@NullMarked
package dev.fairlead.controlplane.store.deployments;

import org.jspecify.annotations.NullMarked;
