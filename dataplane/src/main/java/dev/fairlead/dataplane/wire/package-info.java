/// What strangers send, before anything is made of it: what can be read in two ways is refused
/// here.
@NullMarked
package dev.fairlead.dataplane.wire;

import org.jspecify.annotations.NullMarked;
