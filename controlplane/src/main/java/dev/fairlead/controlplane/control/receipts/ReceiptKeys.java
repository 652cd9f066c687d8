package dev.fairlead.controlplane.control.receipts;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.receipts.ReceiptStore;
import dev.fairlead.model.functions.ContentHash;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/// Signs with the installation's key (Ed25519, RFC 8032), which is made when it is needed first and
/// kept sealed.
public final class ReceiptKeys {
    private static final String ALGORITHM = "Ed25519";
    private static final int ID_DIGITS = 16;

    private final ReceiptStore store;
    private final Envelope envelope;
    private @Nullable Signer signer;

    public ReceiptKeys(ReceiptStore store, Envelope envelope) {
        this.store = store;
        this.envelope = envelope;
    }

    private record Signer(String id, PrivateKey key) {}

    /// A signature, and by which key.
    record Signed(String signature, String keyId) {}

    /// What a key is called when it is sealed.
    public static String bound(String id) {
        return "receipts/" + id;
    }

    /// The keys by which receipts can be checked, the newest first.
    public List<ReceiptStore.Key> all() {
        if (store.keys().isEmpty()) {
            make();
        }
        return store.keys();
    }

    synchronized Signed sign(String document) {
        Signer with = signer == null ? open(all().getFirst()) : signer;
        signer = with;
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(with.key());
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return new Signed(Base64.getEncoder().encodeToString(signature.sign()), with.id());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private Signer open(ReceiptStore.Key key) {
        byte[] sealed = Base64.getDecoder().decode(key.sealed());
        byte[] bytes = Base64.getDecoder().decode(envelope.open(bound(key.id()), sealed));
        try {
            return new Signer(
                    key.id(),
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(new PKCS8EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key of receipts cannot be read", e);
        }
    }

    private void make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] published = pair.getPublic().getEncoded();
            String id = ContentHash.of(published).hex().substring(0, ID_DIGITS);
            Base64.Encoder base64 = Base64.getEncoder();
            String secret = base64.encodeToString(pair.getPrivate().getEncoded());
            store.addKey(
                    new ReceiptStore.Key(
                            id,
                            base64.encodeToString(published),
                            base64.encodeToString(envelope.seal(bound(id), secret))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
