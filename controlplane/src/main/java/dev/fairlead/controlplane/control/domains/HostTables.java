package dev.fairlead.controlplane.control.domains;

import dev.fairlead.certificates.acme.ShownCertificate;
import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.domains.Certificate;
import dev.fairlead.controlplane.store.domains.Certificate.Issued;
import dev.fairlead.controlplane.store.domains.Domain;
import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.controlplane.store.domains.HostStore.Challenge;
import dev.fairlead.controlplane.store.domains.RouteRow;
import dev.fairlead.dataplane.hosts.HostTable;
import dev.fairlead.dataplane.hosts.HostedDomain;
import dev.fairlead.dataplane.hosts.ServedCertificate;
import dev.fairlead.dataplane.rules.HostRoute;
import dev.fairlead.dataplane.rules.HostRoutes;
import dev.fairlead.dataplane.rules.Lead;
import dev.fairlead.model.domains.CertificateId;
import dev.fairlead.model.domains.ChallengeKind;
import dev.fairlead.model.domains.DomainId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.domains.DomainState;
import dev.fairlead.model.domains.Hsts;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.ids.ProjectId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes tables for the data plane of what the store says. A certificate is opened once and
/// remembered as long as it is served.
public final class HostTables {
    private static final Logger LOG = LoggerFactory.getLogger(HostTables.class);

    private final Envelope envelope;
    private Map<String, ServedCertificate> opened = new HashMap<>();
    private Map<String, ServedCertificate> shown = new HashMap<>();

    public HostTables(Envelope envelope) {
        this.envelope = envelope;
    }

    /// A table, and its certificates as they may lie on a disk.
    record Made(HostTable table, List<SealedCertificate> certificates) {}

    /// A certificate with its key sealed.
    record SealedCertificate(
            String id, String fingerprint, List<String> names, String chain, String sealed) {}

    /// What a certificate's key is called when it is sealed.
    public static String bound(CertificateId id) {
        return id + "/key";
    }

    Made of(HostStore.Published published) {
        var domains = new ArrayList<HostedDomain>();
        var proofs = new HashMap<String, String>();
        var proven = new HashMap<ProjectId, Names>();
        var routes = new HashMap<DomainId, List<HostRoute>>();
        for (RouteRow row : published.routes()) {
            routes.computeIfAbsent(row.domain(), _ -> new ArrayList<>()).add(row.route());
        }
        for (Domain domain : published.domains()) {
            proofs.put(domain.token(), domain.name().text());
            if (domain.state() == DomainState.ACTIVE) {
                domains.add(hosted(domain, routes.getOrDefault(domain.id(), List.of())));
                proven.computeIfAbsent(domain.project(), _ -> new Names()).add(domain.name());
            }
        }
        var sealed = new ArrayList<SealedCertificate>();
        published.certificates().stream()
                .sorted(
                        Comparator.comparing((Certificate one) -> one.domain().isPresent())
                                .thenComparing(
                                        one -> one.issued().orElseThrow().notAfter(),
                                        Comparator.reverseOrder()))
                .forEach(one -> {
                    List<String> names =
                            Optional.ofNullable(proven.get(one.project()))
                                    .map(all -> all.servedBy(one.names()))
                                    .orElse(List.of());
                    if (!names.isEmpty()) {
                        sealed.add(sealed(one, names));
                    }
                });
        return new Made(
                new HostTable(
                        domains,
                        open(sealed),
                        files(published.challenges()),
                        handshakes(published.challenges()),
                        proofs),
                sealed);
    }

    private static Map<String, String> files(List<Challenge> all) {
        var files = new HashMap<String, String>();
        all.stream()
                .filter(one -> one.kind() == ChallengeKind.HTTP)
                .forEach(one -> files.put(one.token(), one.answer()));
        return files;
    }

    /// One that was made is remembered as long as it is to be shown.
    private synchronized Map<String, ServedCertificate> handshakes(List<Challenge> all) {
        var now = new HashMap<String, ServedCertificate>();
        for (Challenge one : all) {
            if (one.kind() == ChallengeKind.TLS) {
                ServedCertificate before = shown.get(one.name());
                if (before != null && before.fingerprint().equals(one.answer())) {
                    now.put(one.name(), before);
                } else {
                    shown(one).ifPresent(certificate -> now.put(one.name(), certificate));
                }
            }
        }
        shown = now;
        return now;
    }

    /// One that cannot be made is left out: it fails alone, and is tried again.
    private static Optional<ServedCertificate> shown(Challenge challenge) {
        try {
            var made = ShownCertificate.of(challenge.name(), challenge.answer());
            return Optional.of(
                    new ServedCertificate(
                            challenge.answer(),
                            List.of(challenge.name()),
                            List.of(made.certificate()),
                            made.key()));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error("a challenge cannot be shown name={}", challenge.name(), e);
            return Optional.empty();
        }
    }

    private static HostedDomain hosted(Domain domain, List<HostRoute> routes) {
        return new HostedDomain(
                domain.name(),
                domain.ways()
                        .service()
                        .map(id ->
                                new Lead(id, domain.ways().environment(), domain.ways().alias())),
                domain.ways().redirectToHttps(),
                domain.ways().hsts().map(Hsts::header),
                routes.isEmpty() ? HostRoutes.NONE : new HostRoutes(routes));
    }

    private static SealedCertificate sealed(Certificate one, List<String> names) {
        Issued issued = one.issued().orElseThrow();
        return new SealedCertificate(
                one.id().toString(), issued.fingerprint(), names, issued.chain(), issued.sealed());
    }

    /// Those that can be opened: one that was sealed under another master key is left out.
    synchronized List<ServedCertificate> open(List<SealedCertificate> all) {
        var now = new HashMap<String, ServedCertificate>();
        var served = new ArrayList<ServedCertificate>();
        for (SealedCertificate one : all) {
            ServedCertificate before = opened.get(one.fingerprint());
            if (before != null && before.names().equals(one.names())) {
                served.add(before);
            } else {
                open(one).ifPresent(served::add);
            }
        }
        served.forEach(one -> now.put(one.fingerprint(), one));
        opened = now;
        return served;
    }

    private Optional<ServedCertificate> open(SealedCertificate one) {
        try {
            String name = bound(CertificateId.parse(one.id()));
            String key = envelope.open(name, Base64.getDecoder().decode(one.sealed()));
            return Optional.of(
                    new ServedCertificate(
                            one.fingerprint(),
                            one.names(),
                            PemFiles.certificates(one.chain()),
                            PemFiles.key(key)));
        } catch (IllegalStateException | IllegalArgumentException | InvalidValue e) {
            LOG.error("a certificate cannot be opened certificateId={}", one.id(), e);
            return Optional.empty();
        }
    }

    /// What a project has proven.
    private static final class Names {
        private final Set<String> names = new HashSet<>();
        private final Map<String, List<String>> below = new HashMap<>();

        void add(DomainName name) {
            names.add(name.text());
            if (!name.wildcard()) {
                below.computeIfAbsent(name.wildcardAbove(), _ -> new ArrayList<>())
                        .add(name.text());
            }
        }

        /// Of the names of a certificate those that are proven, and proven ones below its
        /// wildcards.
        List<String> servedBy(List<String> certified) {
            var served = new LinkedHashSet<String>();
            for (String name : certified) {
                boolean wild = name.startsWith("*.");
                int dot = name.indexOf('.');
                if (names.contains(name)
                        || (!wild && dot > 0 && names.contains("*" + name.substring(dot)))) {
                    served.add(name);
                }
                if (wild) {
                    served.addAll(below.getOrDefault(name, List.of()));
                }
            }
            return List.copyOf(served);
        }
    }
}
