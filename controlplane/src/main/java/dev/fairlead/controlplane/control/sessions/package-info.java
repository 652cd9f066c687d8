/// Signing in and out: passwords and codes in, sessions and tokens out.
@NullMarked
package dev.fairlead.controlplane.control.sessions;

import org.jspecify.annotations.NullMarked;
