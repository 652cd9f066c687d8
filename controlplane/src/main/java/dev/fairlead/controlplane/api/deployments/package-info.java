/// What requests say of deployments: where to, by what strategy, and whether their caller may.
@NullMarked
package dev.fairlead.controlplane.api.deployments;

import org.jspecify.annotations.NullMarked;
