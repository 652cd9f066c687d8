package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.answers.Recoding;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.model.errors.ErrorCode;

import io.vertx.core.MultiMap;

import java.time.Duration;
import java.util.Optional;

/// What becomes of a forwarded request. On its event loop.
public interface ForwardingEvents {
    /// No instance of an upstream of ours took it, and nothing of it was sent or it may be done
    /// twice: it can be forwarded anew. Nothing else is told of this one; `code` and `detail` are
    /// what a client would be told.
    void sentBack(ErrorCode code, String detail);

    /// The answer begins: its head may be changed. `connectNanos` is the time until a connection
    /// was there, `answerNanos` from there to the answer's first byte. Says what is to be made of
    /// its body.
    Optional<Recoding> answering(MultiMap head, int status, long connectNanos, long answerNanos);

    /// There will be no answer of the upstream, and none was begun.
    void unanswered(ErrorCode code, String detail, Duration retryAfter);

    /// All is over. The last that is told, once. `status` is 0 where the client went away first.
    void ended(Ending how, int status, boolean socket, long received, long sent);
}
