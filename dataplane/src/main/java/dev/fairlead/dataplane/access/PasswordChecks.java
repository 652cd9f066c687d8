package dev.fairlead.dataplane.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Checks passwords for event loops, which cannot wait for what is slow on purpose: a few of them
/// at a time, and what was found is remembered. Keeps no password, only a salted digest.
final class PasswordChecks {
    private static final int MOST_AT_ONCE = 8;
    private static final int MOST_KNOWN = 4096;

    private final BasicDoor.PasswordCheck check;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();
    private final byte[] salt = new byte[16];

    /// What was found.
    enum Found {
        RIGHT,
        WRONG,
        /// Too many ask at once.
        BUSY
    }

    PasswordChecks(BasicDoor.PasswordCheck check) {
        this.check = check;
        new SecureRandom().nextBytes(salt);
    }

    /// What was found before.
    Optional<Found> known(String password, Optional<String> hash) {
        Boolean right = known.get(key(password, hash));
        return Optional.ofNullable(right).map(PasswordChecks::found);
    }

    private static Found found(boolean right) {
        return right ? Found.RIGHT : Found.WRONG;
    }

    private String key(String password, Optional<String> hash) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            digest.update(hash.orElse("").getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Tells `heard`, once, on any thread.
    void ask(String password, Optional<String> hash, Consumer<Found> heard) {
        if (!places.tryAcquire()) {
            heard.accept(Found.BUSY);
            return;
        }
        Thread.ofVirtual().name("password").start(() -> check(password, hash, heard));
    }

    private void check(String password, Optional<String> hash, Consumer<Found> heard) {
        // Who asks waits for a word, even where there was no memory to find one.
        Found found = Found.BUSY;
        try {
            boolean right = check.matches(password, hash);
            remember(key(password, hash), right);
            found = found(right);
        } finally {
            places.release();
            heard.accept(found);
        }
    }

    private void remember(String key, boolean right) {
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(key, right);
    }
}
