/// Waiting for what happens by itself.
@NullMarked
package dev.fairlead.testkit.waiting;

import org.jspecify.annotations.NullMarked;
