package dev.fairlead.dataplane.sockets;

import io.vertx.core.buffer.Buffer;

/// What a client said by its frames.
sealed interface Heard {
    /// A whole message.
    record Message(boolean text, Buffer data) implements Heard {}

    record Ping(Buffer data) implements Heard {}

    record Pong() implements Heard {}

    /// It closes; `code` is 1005 where it does not say why.
    record Close(int code, String reason) implements Heard {}

    /// It does not keep to the protocol, or to our limits: nothing after this can be read.
    record Broken(int code, String why) implements Heard {}
}
