/// The addresses that containers' networks may have on this machine.
@NullMarked
package dev.fairlead.container.networks;

import org.jspecify.annotations.NullMarked;
