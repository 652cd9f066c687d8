/// Decides which guest answers a request, and when. Does not run anything and never waits for the
/// store.
@NullMarked
package dev.fairlead.dataplane.router;

import org.jspecify.annotations.NullMarked;
