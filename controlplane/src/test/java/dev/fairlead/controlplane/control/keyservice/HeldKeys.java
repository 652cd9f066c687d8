package dev.fairlead.controlplane.control.keyservice;

import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key service in memory: what it calls wrapped is the number under which it holds a key.
final class HeldKeys implements KeyService {
    /// What it can be told to refuse, or to do wrong.
    enum Fault {
        UNWRAP_REFUSED,
        REWRAP_REFUSED,
        REWRAP_GIVES_ANOTHER
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> held = new HashMap<>();
    private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    private int version = 1;
    private int least = 1;

    void rotate() {
        version++;
    }

    void least(int first) {
        least = first;
    }

    void fail(Fault fault) {
        faults.add(fault);
    }

    @Override
    public WrappedKey generate() {
        return hold(new SecretKeySpec(bytes(32), "AES"));
    }

    @Override
    public SecretKey unwrap(WrappedKey wrapped) {
        refuse(Fault.UNWRAP_REFUSED);
        SecretKey key = held.get(wrapped.text());
        if (key == null) {
            throw new KeyServiceFailed(Why.ANOTHER_KEY, "not held");
        }
        if (wrapped.version() < least) {
            throw new KeyServiceFailed(Why.TOO_OLD, "too old");
        }
        return key;
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped) {
        refuse(Fault.REWRAP_REFUSED);
        SecretKey key = unwrap(wrapped);
        return faults.contains(Fault.REWRAP_GIVES_ANOTHER) ? generate() : hold(key);
    }

    private void refuse(Fault fault) {
        if (faults.contains(fault)) {
            throw new KeyServiceFailed(Why.FORBIDDEN, "refused");
        }
    }

    private WrappedKey hold(SecretKey key) {
        var wrapped =
                new WrappedKey(
                        "vault:v" + version + ":" + Base64.getEncoder().encodeToString(bytes(24)));
        held.put(wrapped.text(), key);
        return wrapped;
    }

    private byte[] bytes(int count) {
        byte[] some = new byte[count];
        random.nextBytes(some);
        return some;
    }
}
