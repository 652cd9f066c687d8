package dev.fairlead.dataplane.answers;

import io.vertx.core.MultiMap;

/// Sees an answer on its way from a service, and says who gets it. Told by one thread at a time.
public interface AnswerTap {
    /// Where an answer goes.
    enum Take {
        /// To the client; the tap wants no more of it.
        CLIENT,
        /// To the client and the tap.
        BOTH,
        /// To the tap: the client is answered otherwise, or there is none.
        TAP
    }

    /// The answer begins, with these `fields` as the service wrote them.
    Take head(int status, MultiMap fields);

    /// Some of a body that the tap wanted.
    void content(byte[] bytes);

    /// The last, once. `whole` says that all of the answer came.
    void end(boolean whole);

    /// No answer came, nor will. Whether the client is answered otherwise.
    boolean unanswered();
}
