package dev.fairlead.identity.passwords;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hashes passwords with Argon2id (RFC 9106) and checks them. Kept in the PHC string format
/// (https://github.com/P-H-C/phc-string-format), so a hash says what it was made with.
public final class Passwords {
    /// A password may have so many characters; hashing reads every one of them.
    public static final int LONGEST = 256;

    public static final int SHORTEST = 10;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Base64.Encoder TEXT = Base64.getEncoder().withoutPadding();

    private final Cost cost;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore places;
    private final String nobodys;

    /// What a hash costs: memory in KiB, passes over it, lanes.
    public record Cost(int memoryKib, int passes, int lanes) {
        /// OWASP's first choice of 2025 (password storage cheat sheet): 19 MiB, two passes.
        public static final Cost STANDARD = new Cost(19 * 1024, 2, 1);
    }

    /// At most `atOnce` hashes are computed at a time: each takes its memory and a processor.
    public Passwords(Cost cost, int atOnce) {
        this.cost = cost;
        this.places = new Semaphore(atOnce, true);
        this.nobodys = text(random(SALT_BYTES), random(HASH_BYTES));
    }

    /// What to keep of a password.
    public String hash(String password) {
        byte[] salt = random(SALT_BYTES);
        return text(salt, compute(password, salt, cost));
    }

    private byte[] random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text(byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        cost.memoryKib(),
                        cost.passes(),
                        cost.lanes(),
                        TEXT.encodeToString(salt),
                        TEXT.encodeToString(hash));
    }

    /// Whether `password` is the one. Takes as long where there is no hash, so that nobody learns
    /// from the time which accounts exist.
    public boolean matches(String password, Optional<String> kept) {
        Matcher parts = SHAPE.matcher(kept.orElse(nobodys));
        if (password.length() > LONGEST || !parts.matches()) {
            return false;
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] computed = compute(password, salt, costOf(parts));
        return MessageDigest.isEqual(expected, computed) && kept.isPresent();
    }

    /// Whether the hash was made with other parameters than today's.
    public boolean outdated(String kept) {
        Matcher parts = SHAPE.matcher(kept);
        return !parts.matches() || !costOf(parts).equals(cost);
    }

    private static Cost costOf(Matcher parts) {
        return new Cost(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)));
    }

    private byte[] compute(String password, byte[] salt, Cost with) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(with.memoryKib())
                        .withIterations(with.passes())
                        .withParallelism(with.lanes())
                        .withSalt(salt)
                        .build());
        var hash = new byte[HASH_BYTES];
        // The same characters typed on two keyboards may be composed differently.
        byte[] bytes =
                Normalizer.normalize(password, Normalizer.Form.NFKC)
                        .getBytes(StandardCharsets.UTF_8);
        places.acquireUninterruptibly();
        try {
            generator.generateBytes(bytes, hash);
        } finally {
            places.release();
        }
        return hash;
    }
}
