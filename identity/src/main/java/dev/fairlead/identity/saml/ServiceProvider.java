package dev.fairlead.identity.saml;

import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// What we are to identity providers: our name, where they send answers, and what we sign requests
/// with, if we do.
public record ServiceProvider(String entityId, URI consumer, Optional<RequestKey> key) {
    /// An RSA key and its certificate.
    public record RequestKey(PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "RequestKey[" + certificate.getSubjectX500Principal() + "]";
        }
    }
}
