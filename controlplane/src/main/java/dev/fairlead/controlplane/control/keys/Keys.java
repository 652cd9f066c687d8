package dev.fairlead.controlplane.control.keys;

import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.OrganizationId;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Keys: made once, shown once, known by their hash. A key has 256 random bits, so a plain SHA-256
/// cannot be reversed and needs no salt.
public final class Keys {
    private static final String PREFIX = "flk_";
    private static final Pattern SHAPE = Pattern.compile("flk_[0-9a-f]{64}");
    private static final Duration KEPT = Duration.ofSeconds(5);
    private static final int MOST_KEPT = 1_000;

    private final KeyStore store;
    private final Clock clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    public Keys(KeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Known(KeyStore.Key key, Instant until) {}

    /// A key that is of the right shape but in no store yet.
    public static String generate() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    /// Whether the installation has any key; the first one is made where it has none.
    public boolean any() {
        return store.any();
    }

    /// Stores the hash of `text`.
    public void add(OrganizationId organization, String name, String text) {
        store.create(organization, name, hash(text));
    }

    /// The key with this text. A revoked one may open for another five seconds.
    public Optional<KeyStore.Key> find(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        String hash = hash(text);
        Instant now = clock.instant();
        Known kept = known.get(hash);
        if (kept != null && kept.until().isAfter(now)) {
            return Optional.of(kept.key());
        }
        Optional<KeyStore.Key> found = store.find(hash);
        if (known.size() >= MOST_KEPT) {
            known.clear();
        }
        found.ifPresentOrElse(
                key -> known.put(hash, new Known(key, now.plus(KEPT))), () -> known.remove(hash));
        return found;
    }

    private static String hash(String text) {
        return ContentHash.of(text.getBytes(StandardCharsets.US_ASCII)).hex();
    }
}
