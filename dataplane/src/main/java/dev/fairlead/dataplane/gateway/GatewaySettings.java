package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.clients.TrustedProxies;
import dev.fairlead.dataplane.links.Reach;
import dev.fairlead.dataplane.sockets.SocketLimits;

import java.time.Duration;

/// How the edge listens and what it bears. `apex` is the domain below which services are found;
/// `firstRequest` is how long a new connection may stay without a request, `bodySilence` how long a
/// body may pause, `idle` how long a kept-alive connection may rest; `proxies` are believed when
/// they tell who the client is; `reach` is where upstreams may be; `sockets` what is borne of those
/// of functions.
public record GatewaySettings(
        String host,
        int port,
        String apex,
        int eventLoops,
        Duration firstRequest,
        Duration bodySilence,
        Duration idle,
        int maxConnections,
        TrustedProxies proxies,
        Reach reach,
        SocketLimits sockets) {
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
                TrustedProxies.NONE,
                Reach.EVERYWHERE,
                SocketLimits.DEFAULT);
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
                trusted,
                reach,
                sockets);
    }

    public GatewaySettings reaching(Reach allowed) {
        return new GatewaySettings(
                host,
                port,
                apex,
                eventLoops,
                firstRequest,
                bodySilence,
                idle,
                maxConnections,
                proxies,
                allowed,
                sockets);
    }

    public GatewaySettings bearing(SocketLimits limits) {
        return new GatewaySettings(
                host,
                port,
                apex,
                eventLoops,
                firstRequest,
                bodySilence,
                idle,
                maxConnections,
                proxies,
                reach,
                limits);
    }
}
