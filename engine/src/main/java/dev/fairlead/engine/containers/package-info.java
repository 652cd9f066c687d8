/// Containers: how one is to be made, how it is, and what can be done with it. Nothing of pools.
@NullMarked
package dev.fairlead.engine.containers;

import org.jspecify.annotations.NullMarked;
