package dev.fairlead.dataplane.links;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/// Whoever asked a target, as what comes back finds them. On one event loop.
public interface Answers {
    /// An answer before the answer: any 1xx but 101.
    void informational(HttpResponse head);

    /// The head of the answer; 101 is one, after which `content` has the bytes of the socket.
    void head(HttpResponse head);

    /// Some bytes, to be released by who is told.
    void content(ByteBuf bytes);

    void ended(HttpHeaders trailers);

    /// All that was there for now was told.
    void caughtUp();

    /// Whether the target takes more changed.
    void writable(boolean more);

    /// The connection is gone, or what came is not HTTP. The last that is told, at most once.
    void broken(Throwable why);
}
