package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.access.SigningKeyStore;
import dev.fairlead.identity.tokens.AccessTokens;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// The keys that access tokens are signed with: the newest signs, those before it verify for as
/// long as a token of theirs can live. Sealed in the store.
public final class SigningKeys {
    /// What they are called when they are sealed.
    public static final String BOUND = "signing-key";

    private static final int SECRET_BYTES = 32;
    private static final Duration SIGNS = Duration.ofDays(30);
    private static final Duration VERIFIES = SIGNS.plusDays(1);
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final SigningKeyStore store;
    private final Envelope envelope;
    private final Clock clock;
    private volatile Loaded loaded = new Loaded(List.of(), Instant.MIN);

    public SigningKeys(SigningKeyStore store, Envelope envelope, Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.clock = clock;
    }

    private record Loaded(List<AccessTokens.Key> keys, Instant at) {}

    /// All that verify, the newest first. Another instance may have made one meanwhile.
    public List<AccessTokens.Key> all() {
        Loaded now = loaded;
        if (now.at().plus(FRESH).isBefore(clock.instant())) {
            now = load();
        }
        return now.keys();
    }

    /// The one that signs; made where there is none, or the last one is too old.
    public AccessTokens.Key signing() {
        all();
        return loaded.keys().getFirst();
    }

    private synchronized Loaded load() {
        Instant now = clock.instant();
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        byte[] sealed = envelope.seal(BOUND, HexFormat.of().formatHex(secret));
        store.purge(now.minus(VERIFIES));
        List<AccessTokens.Key> keys =
                store.ensure(sealed, now.minus(SIGNS)).stream()
                        .map(row ->
                                AccessTokens.Key.of(
                                        row.id().toString(),
                                        HexFormat.of()
                                                .parseHex(
                                                        envelope.open(
                                                                BOUND, row.sealed().array()))))
                        .toList();
        loaded = new Loaded(keys, now);
        return loaded;
    }
}
