/// Addresses of machines, and which of them strangers may name.
@NullMarked
package dev.fairlead.model.addresses;

import org.jspecify.annotations.NullMarked;
