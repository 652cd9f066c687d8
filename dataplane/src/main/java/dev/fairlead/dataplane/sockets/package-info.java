/// WebSockets of functions: frames read and written, and each message an invocation. Frames that
/// pass to an upstream are the proxy's.
@NullMarked
package dev.fairlead.dataplane.sockets;

import org.jspecify.annotations.NullMarked;
