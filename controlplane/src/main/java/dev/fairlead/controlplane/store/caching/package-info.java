/// SQL of what is forgotten of kept answers, and of the networks in front of us that keep them too.
@NullMarked
package dev.fairlead.controlplane.store.caching;

import org.jspecify.annotations.NullMarked;
