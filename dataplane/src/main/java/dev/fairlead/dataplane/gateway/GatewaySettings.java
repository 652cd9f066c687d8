package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.clients.TrustedProxies;

import java.time.Duration;

/// How the edge listens and what it bears. `apex` is the domain below which services are found;
/// `firstRequest` is how long a new connection may stay without a request, `bodySilence` how long a
/// body may pause, `idle` how long a kept-alive connection may rest; `proxies` are believed when
/// they tell who the client is.
public record GatewaySettings(
        String host,
        int port,
        String apex,
        int eventLoops,
        Duration firstRequest,
        Duration bodySilence,
        Duration idle,
        int maxConnections,
        TrustedProxies proxies) {
    public static GatewaySettings on(String host, int port) {
        return new GatewaySettings(
                host,
                port,
                "localhost",
                Runtime.getRuntime().availableProcessors(),
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                50_000,
                TrustedProxies.NONE);
    }

    public GatewaySettings behind(TrustedProxies trusted) {
        return new GatewaySettings(
                host,
                port,
                apex,
                eventLoops,
                firstRequest,
                bodySilence,
                idle,
                maxConnections,
                trusted);
    }
}
