package dev.fairlead.controlplane.control.variables;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals values: each under a random key of its own with AES-256-GCM, and that key under the master
/// key. A sealed value is bound to what it is called, so that it cannot be put elsewhere. Layout:
/// one byte 1, 8 bytes that tell the master key, the wrapped key (12 + 32 + 16), the value (12 + n
/// + 16).
public final class Envelope {
    /// Of a master key.
    public static final int KEY_BYTES = 32;

    private static final byte FORMAT = 1;
    private static final int KEY_ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BITS / 8;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> masters = new LinkedHashMap<>();
    private final SecretKeySpec master;
    private final byte[] keyId;

    public Envelope(byte[] master) {
        this(master, List.of());
    }

    /// `master` seals; `others` only open what they sealed.
    public Envelope(byte[] master, List<byte[]> others) {
        this.master = key(master);
        this.keyId = keyId(master);
        masters.put(currentKey(), this.master);
        others.forEach(other -> masters.put(HexFormat.of().formatHex(keyId(other)), key(other)));
    }

    private static SecretKeySpec key(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a master key has " + KEY_BYTES + " bytes");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    private static byte[] keyId(byte[] key) {
        return Arrays.copyOf(digest(key), KEY_ID_BYTES);
    }

    /// What tells the master key that seals, in hexadecimal digits: a part of its SHA-256.
    public String currentKey() {
        return HexFormat.of().formatHex(keyId);
    }

    private static byte[] digest(byte[] key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// `name` is what the value is called, and has to be the same to open it.
    public byte[] seal(String name, String value) {
        byte[] own = new byte[KEY_BYTES];
        random.nextBytes(own);
        byte[] wrapped = encrypt(master, name, own);
        byte[] sealed =
                encrypt(
                        new SecretKeySpec(own, "AES"),
                        name,
                        value.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(1 + KEY_ID_BYTES + wrapped.length + sealed.length)
                .put(FORMAT)
                .put(keyId)
                .put(wrapped)
                .put(sealed)
                .array();
    }

    /// Throws `IllegalStateException` for what was sealed under another master key or another name,
    /// or was changed since.
    public String open(String name, byte[] sealed) {
        var bytes = ByteBuffer.wrap(sealed);
        if (sealed.length < 1 + KEY_ID_BYTES + WRAPPED_BYTES || bytes.get() != FORMAT) {
            throw new IllegalStateException(name + " is not a sealed value");
        }
        byte[] id = new byte[KEY_ID_BYTES];
        bytes.get(id);
        SecretKeySpec sealedUnder = masters.get(HexFormat.of().formatHex(id));
        if (sealedUnder == null) {
            throw new IllegalStateException(name + " was sealed under another master key");
        }
        byte[] wrapped = new byte[WRAPPED_BYTES];
        bytes.get(wrapped);
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        byte[] own = decrypt(sealedUnder, name, wrapped);
        return new String(
                decrypt(new SecretKeySpec(own, "AES"), name, rest), StandardCharsets.UTF_8);
    }

    /// Those of these master keys under which it opens nothing.
    public Set<String> lacks(Set<String> keyIds) {
        var lacking = new TreeSet<>(keyIds);
        lacking.removeAll(masters.keySet());
        return lacking;
    }

    private byte[] encrypt(SecretKeySpec key, String name, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, key, nonce, name, plain);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    }

    private static byte[] decrypt(SecretKeySpec key, String name, byte[] sealed) {
        return crypt(
                Cipher.DECRYPT_MODE,
                key,
                Arrays.copyOf(sealed, NONCE_BYTES),
                name,
                Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length));
    }

    private static byte[] crypt(
            int mode, SecretKeySpec key, byte[] nonce, String name, byte[] bytes) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name + " cannot be opened: it was changed", e);
        }
    }
}
