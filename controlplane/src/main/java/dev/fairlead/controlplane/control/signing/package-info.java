/// The secrets that calls of a function are signed with. Checks no signature.
@NullMarked
package dev.fairlead.controlplane.control.signing;

import org.jspecify.annotations.NullMarked;
