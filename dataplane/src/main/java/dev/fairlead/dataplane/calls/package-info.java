/// One invocation from its queue to its record, wherever it comes from, and what every invocation
/// needs. Knows no sockets.
@NullMarked
package dev.fairlead.dataplane.calls;

import org.jspecify.annotations.NullMarked;
