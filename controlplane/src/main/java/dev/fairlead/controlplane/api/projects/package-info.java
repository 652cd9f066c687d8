/// Routes of projects.
@NullMarked
package dev.fairlead.controlplane.api.projects;

import org.jspecify.annotations.NullMarked;
