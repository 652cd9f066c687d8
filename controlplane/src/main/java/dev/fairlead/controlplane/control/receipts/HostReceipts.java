package dev.fairlead.controlplane.control.receipts;

import dev.fairlead.controlplane.control.domains.HostSwitches;
import dev.fairlead.controlplane.control.receipts.ReceiptText.DomainChange;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.hosts.ServedCertificate;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.RouteAction;
import dev.fairlead.model.ids.ServiceId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Makes a receipt for each service that a changed domain led to, or leads to now: of all that was
/// under way at it, by whatever address it came.
public final class HostReceipts implements HostSwitches {
    private final Router router;
    private final Receipts receipts;

    public HostReceipts(Router router, Receipts receipts) {
        this.router = router;
        this.receipts = receipts;
    }

    /// A table by names.
    private record Named(
            Map<String, HostedDomain> domains, Map<String, List<String>> certificates) {
        static Named of(HostTable table) {
            var domains = new HashMap<String, HostedDomain>();
            table.domains().forEach(one -> domains.put(one.name().text(), one));
            var certificates = new HashMap<String, List<String>>();
            for (ServedCertificate one : table.certificates()) {
                for (String name : one.names()) {
                    certificates
                            .computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(one.fingerprint());
                }
            }
            return new Named(domains, certificates);
        }

        List<String> certificatesOf(String name) {
            return certificates.getOrDefault(name, List.of());
        }
    }

    @Override
    public void switched(HostTable before, HostTable after, Duration took) {
        Named old = Named.of(before);
        Named now = Named.of(after);
        var names = new TreeSet<>(old.domains().keySet());
        names.addAll(now.domains().keySet());
        var changes = new LinkedHashMap<ServiceId, List<DomainChange>>();
        for (String name : names) {
            HostedDomain was = old.domains().get(name);
            HostedDomain is = now.domains().get(name);
            boolean other = !old.certificatesOf(name).equals(now.certificatesOf(name));
            what(was, is, other)
                    .ifPresent(what -> {
                        var services = new LinkedHashSet<ServiceId>();
                        led(was, services);
                        led(is, services);
                        services.forEach(service ->
                                changes.computeIfAbsent(service, _ -> new ArrayList<>())
                                        .add(new DomainChange(name, what)));
                    });
        }
        changes.forEach((service, domains) ->
                router.find(service)
                        .ifPresent(live ->
                                receipts.hostsSwitched(
                                        live.entry(), domains, router.underWay(service), took)));
    }

    private static Optional<String> what(
            @Nullable HostedDomain was, @Nullable HostedDomain is, boolean certificate) {
        if (was == null) {
            return is == null ? Optional.empty() : Optional.of("added");
        }
        if (is == null) {
            return Optional.of("removed");
        }
        if (!was.routes().equals(is.routes())) {
            return Optional.of("routes");
        }
        if (!was.equals(is)) {
            return Optional.of("settings");
        }
        return certificate ? Optional.of("certificate") : Optional.empty();
    }

    private static void led(@Nullable HostedDomain domain, Set<ServiceId> services) {
        if (domain == null) {
            return;
        }
        domain.lead().ifPresent(lead -> services.add(lead.service()));
        for (HostRoute route : domain.routes().all()) {
            if (route.action() instanceof RouteAction.Serve serve) {
                services.add(serve.lead().service());
            }
        }
    }
}
