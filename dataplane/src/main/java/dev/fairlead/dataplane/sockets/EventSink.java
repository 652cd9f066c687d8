package dev.fairlead.dataplane.sockets;

import dev.fairlead.dataplane.calls.CallSink;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.errors.ErrorCode;

import io.vertx.core.buffer.Buffer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps what a function answers to an event, and tells it when it is whole.
final class EventSink implements CallSink {
    private final long most;
    private final Consumer<Ended> ended;
    private final Buffer body = Buffer.buffer();
    private int status;
    private List<Header> headers = List.of();

    /// `ended` is told on whatever thread the call ends.
    EventSink(long most, Consumer<Ended> ended) {
        this.most = most;
        this.ended = ended;
    }

    /// How an event's call ended: `failed` has why there is no answer.
    record Ended(Optional<ErrorCode> failed, int status, List<Header> headers, Buffer body) {
        Ended {
            headers = List.copyOf(headers);
        }

        Optional<String> header(String name) {
            return headers.stream()
                    .filter(one -> one.name().equals(name))
                    .map(Header::value)
                    .findFirst();
        }

        /// What is to be done; empty where it failed, or is of another kind or shape.
        Optional<EventAnswer> answer() {
            if (failed.isPresent()) {
                return Optional.empty();
            }
            if (typed(headers)) {
                return status == 200 ? EventAnswer.read(body) : Optional.empty();
            }
            boolean nothing = body.length() == 0 && (status == 200 || status == 204);
            return nothing ? Optional.of(EventAnswer.NOTHING) : Optional.empty();
        }
    }

    static boolean typed(List<Header> headers) {
        return headers.stream()
                .anyMatch(one ->
                        one.name().equals("content-type")
                                && one.value().startsWith(EventAnswer.TYPE));
    }

    @Override
    public void head(int code, List<Header> fields) {
        status = code;
        headers = fields;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (body.length() + (long) bytes.length > most) {
            throw new IOException("the answer is too large");
        }
        body.appendBytes(bytes);
    }

    @Override
    public void done(Outcome outcome, String timing) {
        Optional<ErrorCode> failed =
                switch (outcome) {
                    case Outcome.Answered _ -> Optional.empty();
                    case Outcome.Failed(ErrorCode code, String _) -> Optional.of(code);
                    case Outcome.Cancelled _ -> Optional.of(ErrorCode.GUEST_FAILED);
                };
        ended.accept(new Ended(failed, status, headers, body));
    }

    @Override
    public void refused(Refusal why, String timing) {
        ended.accept(new Ended(Optional.of(why.code()), 0, List.of(), body));
    }
}
