package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.providers.PendingStore;
import dev.fairlead.controlplane.store.providers.PendingStore.Kept;
import dev.fairlead.controlplane.store.providers.PendingStore.Purpose;
import dev.fairlead.controlplane.store.providers.PendingStore.Whose;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.model.functions.ContentHash;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What waits for a browser: found by what it brings back, sealed, for ten minutes.
public final class Waiting {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final PendingStore store;
    private final Envelope envelope;
    private final Clock clock;

    public Waiting(PendingStore store, Envelope envelope, Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.clock = clock;
    }

    /// What was kept, with its secret open.
    record Opened(String secret, ReturnPath to, Optional<Whose> whose, Instant expires) {
        @Override
        public String toString() {
            return "Opened[" + to + "]";
        }
    }

    void keep(
            Purpose purpose,
            String found,
            Provider provider,
            Visitor by,
            ReturnPath to,
            String secret) {
        PendingStore.Key key = key(purpose, found, provider, by.browser());
        ByteBuffer sealed = ByteBuffer.wrap(envelope.seal(bound(key.hash()), secret));
        store.keep(key, new Kept(sealed, to, by.whose(), clock.instant().plus(LIFE)));
    }

    private static PendingStore.Key key(
            Purpose purpose, String found, Provider provider, SecretText browser) {
        String hash = ContentHash.of(found.getBytes(StandardCharsets.UTF_8)).hex();
        return new PendingStore.Key(purpose, hash, provider.name(), browser.hash());
    }

    /// What is kept of a sign-in is called so when it is sealed.
    public static String bound(String hash) {
        return "sign-in:" + hash;
    }

    /// It stays.
    Optional<Opened> look(Purpose purpose, String found, Provider provider, SecretText browser) {
        PendingStore.Key key = key(purpose, found, provider, browser);
        return store.look(key).map(kept -> opened(key, kept));
    }

    /// It is there no more.
    Optional<Opened> take(Purpose purpose, String found, Provider provider, SecretText browser) {
        PendingStore.Key key = key(purpose, found, provider, browser);
        return store.take(key).map(kept -> opened(key, kept));
    }

    private Opened opened(PendingStore.Key key, Kept kept) {
        String secret = envelope.open(bound(key.hash()), kept.sealed().array());
        return new Opened(secret, kept.returnTo(), kept.whose(), kept.expires());
    }
}
