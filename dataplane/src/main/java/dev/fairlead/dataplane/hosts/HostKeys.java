package dev.fairlead.dataplane.hosts;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;

/// Chooses the certificate of a handshake by the name that the client asks for, from the snapshot
/// of that moment: a certificate is replaced for the next handshake, and no connection notices.
/// Without a name, or with one that has no certificate, there is none, and so no connection.
public final class HostKeys extends X509ExtendedKeyManager {
    private static final int MOST_NAME = 255;

    private final Hosts hosts;

    public HostKeys(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return null;
        }
        for (ServedCertificate one : hosts.certificates(asked(session))) {
            if (one.key().getAlgorithm().equals(keyType)) {
                return one.fingerprint();
            }
        }
        return null;
    }

    private static String asked(ExtendedSSLSession session) {
        List<SNIServerName> names = session.getRequestedServerNames();
        for (SNIServerName name : names) {
            byte[] encoded = name.getEncoded();
            if (name.getType() == StandardConstants.SNI_HOST_NAME && encoded.length <= MOST_NAME) {
                return new String(encoded, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String fingerprint) {
        return hosts.certificate(fingerprint)
                .map(one -> one.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String fingerprint) {
        return hosts.certificate(fingerprint).map(ServedCertificate::key).orElse(null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
