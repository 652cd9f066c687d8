/// Seals everything anew that is sealed under a master key of before. Knows what each sealed value
/// is called, and shows none.
@NullMarked
package dev.fairlead.controlplane.control.sealing;

import org.jspecify.annotations.NullMarked;
