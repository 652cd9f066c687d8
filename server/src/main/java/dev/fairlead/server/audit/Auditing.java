package dev.fairlead.server.audit;

import dev.fairlead.controlplane.api.audit.AuditLines;
import dev.fairlead.controlplane.api.audit.AuditRoutes;
import dev.fairlead.controlplane.api.audit.AuditStreamRoutes;
import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.audit.AuditDelivery;
import dev.fairlead.controlplane.control.audit.AuditSender;
import dev.fairlead.controlplane.control.audit.AuditStreams;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.jobs.Jobs;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.audit.AuditRetention;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.controlplane.store.audit.AuditStreamStore;
import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundRules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocketFactory;

/// The part of the control plane that has to do with the audit log, built bottom up.
public final class Auditing {
    private static final Logger LOG = LoggerFactory.getLogger(Auditing.class);
    private static final Duration SEND = Duration.ofSeconds(1);

    private final AuditRetention retention;
    private final AuditSender sender;
    private final List<Route> routes = new ArrayList<>();

    public Auditing(
            Database database,
            Envelope envelope,
            AuditSettings settings,
            ApiJson json,
            Clock clock) {
        var events = new AuditStore(database);
        var lines = new AuditLines(json);
        var store = new AuditStreamStore(database, clock);
        var outbound =
                new Outbound(
                        rules(settings.receivers()),
                        (SSLSocketFactory) SSLSocketFactory.getDefault(),
                        Outbound.Bounds.STANDARD);
        var delivery = new AuditDelivery(outbound, clock);
        var streams = new AuditStreams(store, delivery, envelope, clock);
        this.retention = new AuditRetention(database, settings.days(), clock);
        this.sender =
                new AuditSender(
                        store,
                        events,
                        streams,
                        delivery,
                        lines::line,
                        AuditSender.Patience.STANDARD,
                        clock);
        routes.addAll(new AuditRoutes(events, lines).routes());
        routes.addAll(new AuditStreamRoutes(streams, retention).routes());
    }

    /// Public addresses with TLS, and what the operator names; this machine's own in plain text,
    /// too.
    private static OutboundRules rules(List<IpRange> named) {
        boolean loopback =
                Stream.of("127.0.0.1", "::1")
                        .flatMap(own -> IpAddress.parse(own).stream())
                        .anyMatch(own -> named.stream().anyMatch(range -> range.contains(own)));
        return new OutboundRules(address -> among(named, address), loopback);
    }

    private static boolean among(List<IpRange> named, InetAddress address) {
        return IpAddress.parse(address.getHostAddress())
                .filter(one -> named.stream().anyMatch(range -> range.contains(one)))
                .isPresent();
    }

    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /// What has to be done now and then, on one instance at a time.
    public List<Jobs.Recurring> recurring() {
        return List.of(
                new Jobs.Recurring("audit-streams", SEND, sender::run),
                new Jobs.Recurring("audit-retention", Duration.ofHours(1), this::retain));
    }

    private void retain() {
        Map<UUID, Long> taken = retention.apply();
        if (!taken.isEmpty()) {
            LOG.info("old audit events are gone chains={}", taken);
        }
    }
}
