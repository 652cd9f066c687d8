/// Container engines that tests start and stop. Nothing of it ships.
@NullMarked
package dev.fairlead.testkit.engines;

import org.jspecify.annotations.NullMarked;
