package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.runtime.FunctionCalls.Failed;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.errors.ErrorCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Keeps an answer of at most `mostBytes`.
final class MemorySink implements CallSink {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final long mostBytes;
    private volatile int status;
    private volatile List<Header> headers = List.of();
    private volatile Optional<Failed> failure = Optional.empty();

    MemorySink(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void head(int code, List<Header> fields) {
        status = code;
        headers = fields;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (body.size() + (long) bytes.length > mostBytes) {
            failure =
                    Optional.of(
                            new Failed(
                                    ErrorCode.GUEST_OUTPUT_TOO_LARGE,
                                    "the answer is larger than " + mostBytes + " bytes"));
            throw new IOException("the answer is too large");
        }
        body.writeBytes(bytes);
    }

    @Override
    public void done(Outcome outcome, String timing) {
        switch (outcome) {
            case Outcome.Answered _ -> {}
            case Outcome.Failed(ErrorCode code, String message) ->
                    failure = Optional.of(new Failed(code, message));
            case Outcome.Cancelled _ ->
                    failure =
                            failure.or(() ->
                                    Optional.of(
                                            new Failed(
                                                    ErrorCode.REQUEST_TIMEOUT,
                                                    "the caller was stopped")));
        }
    }

    @Override
    public void refused(Refusal why, String timing) {
        status = why.code().status();
        failure = Optional.of(new Failed(why.code(), why.detail()));
    }

    Optional<Failed> failure() {
        return failure;
    }

    int status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    ByteBuffer body() {
        return ByteBuffer.wrap(body.toByteArray());
    }
}
