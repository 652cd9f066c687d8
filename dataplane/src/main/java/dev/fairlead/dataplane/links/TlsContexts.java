package dev.fairlead.dataplane.links;

import dev.fairlead.dataplane.versions.UpstreamSpec;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;

/// What TLS connections to targets are made with, one for each way of trusting. For any thread.
public final class TlsContexts {
    private static final int MOST = 1024;

    private final Map<Key, SslContext> made = new ConcurrentHashMap<>();

    private record Key(boolean verify, Optional<String> authority, boolean two) {}

    Optional<SslContext> known(UpstreamSpec.Tls settings, boolean two) {
        return Optional.ofNullable(made.get(key(settings, two)));
    }

    private static Key key(UpstreamSpec.Tls settings, boolean two) {
        return new Key(settings.verify(), settings.authority(), two);
    }

    /// Reads certificates: blocks. `two` offers HTTP/2 besides HTTP/1.1.
    SslContext context(UpstreamSpec.Tls settings, boolean two) throws SSLException {
        if (made.size() >= MOST) {
            made.clear();
        }
        Key key = key(settings, two);
        SslContext known = made.get(key);
        if (known != null) {
            return known;
        }
        SslContext context = make(settings, two);
        made.put(key, context);
        return context;
    }

    private static SslContext make(UpstreamSpec.Tls settings, boolean two) throws SSLException {
        var builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        if (!settings.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null);
        } else {
            builder.endpointIdentificationAlgorithm("HTTPS");
            settings.authority()
                    .ifPresent(pem ->
                            builder.trustManager(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII))));
        }
        String[] protocols =
                two
                        ? new String[] {
                            ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1
                        }
                        : new String[] {ApplicationProtocolNames.HTTP_1_1};
        return builder.applicationProtocolConfig(
                        new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                protocols))
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }
}
