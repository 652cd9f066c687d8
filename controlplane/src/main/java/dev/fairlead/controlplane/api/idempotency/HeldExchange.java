package dev.fairlead.controlplane.api.idempotency;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.OuterExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.Rejected;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// A request whose body is summed up while it is read, and whose answer waits for `release`.
final class HeldExchange extends OuterExchange {
    /// More than any route takes.
    private static final long WHOLE = Long.MAX_VALUE;

    private final MessageDigest digest;
    private Optional<Held> held = Optional.empty();
    private boolean ended;
    private boolean broken;

    HeldExchange(BlockingExchange exchange) {
        super(exchange);
        this.digest = Fingerprint.begin(exchange);
    }

    /// What the exchange will be answered with.
    record Held(int status, List<Header> headers, ByteBuffer body) {
        Held {
            headers = List.copyOf(headers);
        }
    }

    /// Empty where the answer does not wait: it was streamed, or there is none.
    Optional<Held> held() {
        return held;
    }

    /// Of the whole request, whose rest it reads. Empty where it never came whole.
    Optional<String> fingerprint() {
        try (InputStream rest = body(WHOLE)) {
            // One that came whole stays so when its client goes away.
            if (!ended) {
                rest.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException | UncheckedIOException | Rejected e) {
            return Optional.empty();
        }
        // A read that failed before may have taken bytes along that no digest saw.
        return broken ? Optional.empty() : Optional.of(Fingerprint.end(digest));
    }

    void release() {
        held.ifPresent(h -> inner().answer(h.status(), h.headers(), h.body().array()));
    }

    @Override
    public InputStream body(long mostBytes) {
        return new SummedBody(
                inner().body(mostBytes), digest, () -> ended = true, () -> broken = true);
    }

    @Override
    public void answer(int status, List<Header> headers, byte[] body) {
        if (held.isPresent()) {
            throw new IllegalStateException("answered twice");
        }
        held = Optional.of(new Held(status, headers, ByteBuffer.wrap(body)));
    }
}
