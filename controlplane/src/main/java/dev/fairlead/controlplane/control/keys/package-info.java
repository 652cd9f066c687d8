/// Who a key belongs to, and the first key of an installation.
@NullMarked
package dev.fairlead.controlplane.control.keys;

import org.jspecify.annotations.NullMarked;
