package dev.fairlead.controlplane.api.idempotency;

import dev.fairlead.controlplane.api.idempotency.HeldExchange.Held;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore.Claim;
import dev.fairlead.controlplane.store.idempotency.IdempotencyStore.Remembered;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Does the work of a request that carries an `Idempotency-Key` once, and answers its repetitions
/// with what the first was answered.
public final class Idempotency {
    public static final String HEADER = "Idempotency-Key";
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final Pattern KEY = Pattern.compile("[ -~]{1,255}");
    private static final int MOST_BYTES = 64 << 10;
    private static final Header REPLAYED = new Header("idempotency-replayed", "true");
    private static final Duration RENEW = IdempotencyStore.LEASE.dividedBy(3);

    private final IdempotencyStore store;

    public Idempotency(IdempotencyStore store) {
        this.store = store;
    }

    /// Answers the exchange it is given, also where it fails as callers see it.
    @FunctionalInterface
    public interface Work {
        void answer(BlockingExchange exchange) throws Exception;
    }

    /// Whose a key is: of two callers with the same key, neither sees the other's answer.
    public record Owner(OrganizationId organization, String caller) {}

    /// Does `work`, or answers what it was answered before. Throws `Rejected` where the key cannot
    /// be used.
    public void once(Owner owner, String given, BlockingExchange exchange, Work work)
            throws Exception {
        OrganizationId organization = owner.organization();
        String key = owner.caller() + "/" + given;
        if (!KEY.matcher(given).matches()) {
            throw new Rejected(
                    ErrorCode.INVALID_REQUEST,
                    HEADER + ": use 1 to 255 printable ASCII characters");
        }
        switch (store.claim(organization, key)) {
            case Claim.First(UUID id) -> first(organization, key, id, exchange, work);
            case Claim.InProgress _ ->
                    throw new Rejected(
                            ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                            "the first request with this key has no answer yet; try again");
            case Claim.Done(Remembered answer) -> replay(answer, exchange);
        }
    }

    private void first(
            OrganizationId organization,
            String key,
            UUID claim,
            BlockingExchange exchange,
            Work work)
            throws Exception {
        var held = new HeldExchange(exchange);
        Optional<Remembered> answer = Optional.empty();
        try (var _ = Lease.renewed(RENEW, () -> store.renew(organization, key, claim))) {
            work.answer(held);
            answer = remembered(held);
        } finally {
            settle(organization, key, claim, answer);
        }
        held.release();
    }

    /// Whatever a repetition may mend is not kept, and neither is what is too large.
    private static Optional<Remembered> remembered(HeldExchange exchange) {
        Optional<Held> held = exchange.held();
        if (held.isEmpty()
                || held.get().status() >= 500
                || held.get().status() == ErrorCode.REQUEST_TIMEOUT.status()
                || held.get().body().remaining() > MOST_BYTES) {
            return Optional.empty();
        }
        Held answer = held.get();
        return exchange.fingerprint()
                .map(fingerprint ->
                        new Remembered(
                                fingerprint,
                                answer.status(),
                                answer.headers().stream()
                                        .map(h -> h.name() + ": " + h.value())
                                        .collect(Collectors.joining("\n")),
                                new String(answer.body().array(), StandardCharsets.UTF_8)));
    }

    /// What was done is done: the caller hears of it although the key cannot be kept.
    private void settle(
            OrganizationId organization, String key, UUID claim, Optional<Remembered> answer) {
        try {
            answer.ifPresentOrElse(
                    a -> store.finish(organization, key, claim, a),
                    () -> store.abandon(organization, key, claim));
        } catch (DatabaseUnavailable e) {
            LOG.warn("database away, an idempotency key stays open until its lease ends", e);
        }
    }

    private static void replay(Remembered answer, BlockingExchange exchange) {
        String fingerprint =
                new HeldExchange(exchange)
                        .fingerprint()
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.REQUEST_TIMEOUT, "the body did not come whole"));
        if (!fingerprint.equals(answer.fingerprint())) {
            throw new Rejected(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "this key belongs to a request of another method, path, query or body");
        }
        var headers = new ArrayList<Header>();
        answer.headers().lines().map(Idempotency::header).forEach(headers::add);
        headers.add(REPLAYED);
        exchange.answer(
                answer.status(),
                List.copyOf(headers),
                answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Header header(String line) {
        int cut = line.indexOf(": ");
        return new Header(line.substring(0, cut), line.substring(cut + 2));
    }
}
