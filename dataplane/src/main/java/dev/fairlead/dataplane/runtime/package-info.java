/// The port to what runs guests: what a runtime must do, whatever it runs on. Runs nothing itself.
@NullMarked
package dev.fairlead.dataplane.runtime;

import org.jspecify.annotations.NullMarked;
