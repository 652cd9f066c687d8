/// Bytes, headers and blocking handlers on top of the event loop. Knows nothing of functions.
@NullMarked
package dev.fairlead.dataplane.http;

import org.jspecify.annotations.NullMarked;
