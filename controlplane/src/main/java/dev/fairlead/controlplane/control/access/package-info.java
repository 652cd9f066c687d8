/// Who a caller is and what they may: credentials in, a `Caller` out, remembered until something
/// changes.
@NullMarked
package dev.fairlead.controlplane.control.access;

import org.jspecify.annotations.NullMarked;
