/// Who may call functions by their addresses, as the data plane asks.
@NullMarked
package dev.fairlead.controlplane.control.access;

import org.jspecify.annotations.NullMarked;
