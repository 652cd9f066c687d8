/// What every runtime must do with a guest, whatever it runs on.
@NullMarked
package dev.fairlead.testkit.guests;

import org.jspecify.annotations.NullMarked;
