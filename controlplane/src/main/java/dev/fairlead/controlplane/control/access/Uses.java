package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.store.access.AccessStore.OpenSession;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.controlplane.store.sessions.SessionStore;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.SessionId;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// When keys and sessions were used last: gathered here, written now and then, so that a request
/// writes nothing.
public final class Uses {
    private final KeyStore keyStore;
    private final SessionStore sessionStore;
    private final Duration idle;
    private final Clock clock;
    private final Map<KeyId, KeyStore.Use> keys = new ConcurrentHashMap<>();
    private final Map<SessionId, Instant> sessions = new ConcurrentHashMap<>();
    private final Map<SessionId, Instant> unwritten = new ConcurrentHashMap<>();

    /// A browser's session ends when nobody used it for `idle`.
    public Uses(KeyStore keyStore, SessionStore sessionStore, Duration idle, Clock clock) {
        this.keyStore = keyStore;
        this.sessionStore = sessionStore;
        this.idle = idle;
        this.clock = clock;
    }

    void key(KeyId key, Instant at, String address) {
        keys.put(key, new KeyStore.Use(at, address));
    }

    void session(SessionId session) {
        Instant now = clock.instant();
        sessions.put(session, now);
        unwritten.put(session, now);
    }

    boolean idleTooLong(OpenSession session) {
        Instant seen = sessions.getOrDefault(session.id(), session.seenAt());
        return SessionStore.BROWSER.equals(session.kind())
                && seen.plus(idle).isBefore(clock.instant());
    }

    /// Writes what was gathered.
    public void write() {
        var usedKeys = new HashMap<>(keys);
        if (!usedKeys.isEmpty()) {
            keyStore.used(usedKeys);
            usedKeys.forEach(keys::remove);
        }
        var seen = new HashMap<>(unwritten);
        if (!seen.isEmpty()) {
            sessionStore.seen(seen);
            seen.forEach(unwritten::remove);
        }
        Instant forgotten = clock.instant().minus(idle);
        sessions.values().removeIf(at -> at.isBefore(forgotten));
    }
}
