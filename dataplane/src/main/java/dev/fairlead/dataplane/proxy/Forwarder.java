package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.links.HealthProbe;
import dev.fairlead.dataplane.links.Loop;
import dev.fairlead.dataplane.links.Reach;
import dev.fairlead.dataplane.links.TargetPool;
import dev.fairlead.dataplane.links.TlsContexts;
import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.upstream.Upstream;
import dev.fairlead.dataplane.versions.UpstreamSpec.Check;

import io.vertx.core.Context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Forwards the requests of one event loop.
public final class Forwarder {
    private static final long TICK_MILLIS = 50;
    private static final long SWEEP_MILLIS = 5000;

    private final Context context;
    private final Loop loop;
    private final Map<LiveTarget, TargetPool> pools = new HashMap<>();
    private final Set<Exchange> underWay = new HashSet<>();
    private final Map<LiveTarget, HealthProbe> probes = new HashMap<>();
    private boolean ticking;
    private boolean sweeping;

    public Forwarder(Context context, TlsContexts tls, Reach reach) {
        this.context = context;
        this.loop = new Loop(context, tls, reach);
    }

    /// Called on the event loop, as all is that is told of it.
    public ForwardedRequest forward(Forwarding what, ForwardingEvents events) {
        var exchange = new Exchange(this, what, events);
        underWay.add(exchange);
        if (!ticking) {
            ticking = true;
            context.owner().setTimer(TICK_MILLIS, _ -> tick());
        }
        exchange.begin();
        return exchange;
    }

    /// Asks targets how they are, as their upstreams want it, from now on. One event loop does.
    public void check(Supplier<List<Upstream>> upstreams) {
        context.owner()
                .setPeriodic(
                        TICK_MILLIS,
                        _ -> {
                            long now = System.nanoTime();
                            List<Upstream> all = upstreams.get();
                            for (Upstream one : all) {
                                one.spec().health().check().ifPresent(c -> probe(one, c, now));
                            }
                            if (!probes.isEmpty()) {
                                probes.keySet().removeIf(t -> !all.contains(t.upstream()));
                            }
                        });
    }

    private void probe(Upstream upstream, Check check, long now) {
        for (LiveTarget target : upstream.targets()) {
            probes.computeIfAbsent(target, t -> new HealthProbe(t, check, pool(t))).tick(now);
        }
    }

    /// The server stops: whoever has a socket is told to come again elsewhere.
    public void closeSockets() {
        new ArrayList<>(underWay)
                .forEach(exchange -> {
                    if (exchange.isSocket()) {
                        exchange.cut();
                    }
                });
    }

    TargetPool pool(LiveTarget target) {
        TargetPool pool = pools.get(target);
        if (pool == null) {
            pool = new TargetPool(target, loop);
            pools.put(target, pool);
            if (!sweeping) {
                sweeping = true;
                context.owner().setTimer(SWEEP_MILLIS, _ -> sweep());
            }
        }
        return pool;
    }

    void over(Exchange exchange) {
        underWay.remove(exchange);
    }

    private void tick() {
        long now = System.nanoTime();
        new ArrayList<>(underWay).forEach(exchange -> exchange.tick(now));
        ticking = !underWay.isEmpty();
        if (ticking) {
            context.owner().setTimer(TICK_MILLIS, _ -> tick());
        }
    }

    /// Closes what rests for long, and all that belongs to upstreams that are gone.
    private void sweep() {
        long now = System.nanoTime();
        pools.entrySet().removeIf(entry -> entry.getValue().sweep(now));
        sweeping = !pools.isEmpty();
        if (sweeping) {
            context.owner().setTimer(SWEEP_MILLIS, _ -> sweep());
        }
    }
}
