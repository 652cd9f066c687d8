package dev.fairlead.dataplane.hosts;

import dev.fairlead.dataplane.wire.TlsChallenges;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/// Shows an authority that looks by a handshake the certificate that it wants, and no other.
public final class ShownChallenges implements TlsChallenges {
    private static final String PROTOCOL = "acme-tls/1";
    private static final char[] NO_PASSWORD = new char[0];

    private final Hosts hosts;

    public ShownChallenges(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public boolean any() {
        return hosts.handshakesExpected();
    }

    @Override
    public Optional<SSLEngine> engine(String host) {
        return hosts.handshake(host).map(ShownChallenges::engine);
    }

    private static SSLEngine engine(ServedCertificate shown) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "challenge",
                    shown.key(),
                    NO_PASSWORD,
                    shown.chain().toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(false);
            var parameters = engine.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a challenge cannot be shown", e);
        }
    }
}
