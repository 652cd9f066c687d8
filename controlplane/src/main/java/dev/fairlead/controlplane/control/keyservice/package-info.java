/// Has a key management service wrap and unwrap master keys. Keeps none, and seals nothing.
@NullMarked
package dev.fairlead.controlplane.control.keyservice;

import org.jspecify.annotations.NullMarked;
