/// Routes of signing in and out.
@NullMarked
package dev.fairlead.controlplane.api.sessions;

import org.jspecify.annotations.NullMarked;
