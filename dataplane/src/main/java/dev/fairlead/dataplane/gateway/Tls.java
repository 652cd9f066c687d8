package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.HostSettings.Engine;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;

import java.security.KeyStore;
import java.security.Provider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.X509ExtendedKeyManager;

/// How a listener speaks TLS: 1.2 with forward secrecy and authenticated encryption, and 1.3.
final class Tls {
    private static final int MOST_KEYS = 4096;
    private static final int HANDSHAKE_SECONDS = 10;
    private static final Set<String> VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private Tls() {}

    static boolean openSsl(Engine engine) {
        return switch (engine) {
            case JDK -> false;
            case AUTO -> OpenSsl.isAvailable();
            case OPENSSL -> {
                OpenSsl.ensureAvailability();
                yield true;
            }
        };
    }

    static HttpServerOptions on(
            HttpServerOptions options, X509ExtendedKeyManager keys, Engine engine) {
        boolean openSsl = openSsl(engine);
        KeyManagerFactory factory = new Keys(keys);
        options.setSsl(true)
                .setUseAlpn(true)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setKeyCertOptions(
                        KeyCertOptions.wrap(
                                openSsl
                                        // converts a key once, not for every handshake
                                        ? new OpenSslCachingX509KeyManagerFactory(
                                                factory, MOST_KEYS)
                                        : factory))
                .setSslEngineOptions(
                        openSsl
                                ? new OpenSSLEngineOptions().setSessionCacheEnabled(true)
                                : new JdkSSLEngineOptions());
        SUITES.forEach(options::addEnabledCipherSuite);
        return options;
    }

    /// A factory that has made its one key manager already.
    private static final class Keys extends KeyManagerFactory {
        Keys(X509ExtendedKeyManager keys) {
            super(new One(keys), new Nobody(), "hosts");
        }
    }

    private static final class One extends KeyManagerFactorySpi {
        private final X509ExtendedKeyManager keys;

        One(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(KeyStore store, char[] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }

    private static final class Nobody extends Provider {
        private static final long serialVersionUID = 1;

        Nobody() {
            super("fairlead", "1", "keys of hosts");
        }
    }
}
