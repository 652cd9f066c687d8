package dev.fairlead.testkit.keyservice;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A key of a transit engine with its versions, and what it refuses in the engine's own words.
final class TransitKey {
    private static final Pattern CIPHERTEXT = Pattern.compile("vault:v([0-9]+):(.*)");
    private static final int NONCE_BYTES = 12;

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> versions = new ArrayList<>();
    private int least = 1;

    TransitKey() {
        rotate();
    }

    /// What the engine answers with status 400.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    synchronized void rotate() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        versions.add(new SecretKeySpec(key, "AES"));
    }

    synchronized void least(int version) {
        least = version;
    }

    synchronized String encrypt(byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = crypt(Cipher.ENCRYPT_MODE, versions.getLast(), nonce, plain);
            byte[] all =
                    ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
            return "vault:v" + versions.size() + ":" + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    synchronized byte[] decrypt(String ciphertext) throws Refused {
        Matcher parts = CIPHERTEXT.matcher(ciphertext);
        if (!parts.matches()) {
            throw new Refused("invalid ciphertext: no prefix");
        }
        int version = Integer.parseInt(parts.group(1));
        if (version > versions.size()) {
            throw new Refused("invalid ciphertext: version is too new");
        }
        if (version < least) {
            throw new Refused("ciphertext or signature version is disallowed by policy (too old)");
        }
        try {
            byte[] all = Base64.getDecoder().decode(parts.group(2));
            return crypt(
                    Cipher.DECRYPT_MODE,
                    versions.get(version - 1),
                    Arrays.copyOf(all, NONCE_BYTES),
                    Arrays.copyOfRange(all, NONCE_BYTES, Math.max(NONCE_BYTES, all.length)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Refused("cipher: message authentication failed");
        }
    }

    private static byte[] crypt(int mode, SecretKeySpec key, byte[] nonce, byte[] bytes)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        return cipher.doFinal(bytes);
    }
}
