package dev.fairlead.controlplane.control.keyservice;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.model.errors.InvalidValue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.SecretKey;

/// Makes master keys, and opens them as they are written: 64 hexadecimal digits, or what a key
/// service wrapped. Never tells one. Where the service fails, so does this, by `KeyServiceFailed`.
public final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final String where;
    private final Optional<KeyService> service;

    /// `where` the keys are written.
    public KeyRing(String where, Optional<KeyService> service) {
        this.where = where;
        this.service = service;
    }

    /// A new one as it is to be written; one that the service wraps was unwrapped by it once.
    public String fresh() {
        if (service.isEmpty()) {
            byte[] key = new byte[Envelope.KEY_BYTES];
            new SecureRandom().nextBytes(key);
            return HexFormat.of().formatHex(key);
        }
        KeyService wrapping = service.get();
        WrappedKey wrapped = wrapping.generate();
        wrapping.unwrap(wrapped);
        LOG.info("the key service made a master key where={}", where);
        return wrapped.text();
    }

    /// What seals with the first and opens with all.
    public Envelope envelope(List<String> written) {
        if (written.isEmpty()) {
            throw noKey();
        }
        if (service.isPresent() && !WrappedKey.meant(written.getFirst())) {
            LOG.warn(
                    "the master key that seals is in plain text although there is a key service"
                            + " where={}",
                    where);
        }
        List<byte[]> keys = written.stream().map(this::opened).toList();
        return new Envelope(keys.getFirst(), keys.subList(1, keys.size()));
    }

    /// The same keys, wrapped under the newest version of the service's key as far as it lets us.
    public List<String> renewed(List<String> written) {
        return service.isEmpty()
                ? written
                : written.stream()
                        .map(one -> WrappedKey.meant(one) ? renewed(service.get(), one) : one)
                        .toList();
    }

    private String renewed(KeyService wrapping, String text) {
        try {
            WrappedKey before = wrapped(text);
            WrappedKey after = wrapping.rewrap(before);
            if (after.version() > before.version() && same(wrapping, before, after)) {
                LOG.info("the master key is wrapped anew version={}", after.version());
                return after.text();
            }
        } catch (KeyServiceFailed e) {
            LOG.info("the master key stays wrapped as it is why={}", e.getMessage());
        }
        return text;
    }

    private static boolean same(KeyService wrapping, WrappedKey one, WrappedKey other) {
        return MessageDigest.isEqual(bytes(wrapping.unwrap(one)), bytes(wrapping.unwrap(other)));
    }

    private static byte[] bytes(SecretKey key) {
        return key.getEncoded();
    }

    private byte[] opened(String text) {
        if (!WrappedKey.meant(text)) {
            return plain(text);
        }
        WrappedKey wrapped = wrapped(text);
        KeyService wrapping =
                service.orElseThrow(() ->
                        new IllegalArgumentException(
                                where
                                        + " has a key that a key service wrapped: set"
                                        + " FAIRLEAD_KMS_URL"));
        return bytes(wrapping.unwrap(wrapped));
    }

    private WrappedKey wrapped(String text) {
        try {
            return new WrappedKey(text);
        } catch (InvalidValue e) {
            throw new IllegalArgumentException(where + " has no wrapped key: " + e.rule(), e);
        }
    }

    private byte[] plain(String text) {
        try {
            byte[] key = HexFormat.of().parseHex(text);
            if (key.length == Envelope.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // Refused below, like one of another length; what it says has a part of a key.
        }
        throw noKey();
    }

    private IllegalArgumentException noKey() {
        return new IllegalArgumentException(
                where + " is no key: each must have 64 hexadecimal digits, or be a wrapped key");
    }
}
