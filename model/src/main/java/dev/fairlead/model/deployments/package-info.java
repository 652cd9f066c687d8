/// The life of a deployment and of the build inside it.
@NullMarked
package dev.fairlead.model.deployments;

import org.jspecify.annotations.NullMarked;
