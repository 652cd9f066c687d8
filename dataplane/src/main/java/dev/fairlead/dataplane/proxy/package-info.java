/// Forwards requests to upstreams, each on the event loop it arrived on: heads, streams both ways,
/// sockets. Which version answers is decided elsewhere.
@NullMarked
package dev.fairlead.dataplane.proxy;

import org.jspecify.annotations.NullMarked;
