package dev.fairlead.controlplane.control.certificates;

import dev.fairlead.certificates.pem.OwnCertificate;
import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.controlplane.control.domains.HostTables;
import dev.fairlead.controlplane.control.domains.PublishedHosts;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.domains.Certificate;
import dev.fairlead.controlplane.store.domains.Certificate.Issued;
import dev.fairlead.controlplane.store.domains.CertificateStore;
import dev.fairlead.controlplane.store.domains.DomainStore;
import dev.fairlead.model.domains.CertificateId;
import dev.fairlead.model.domains.DomainName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Use cases of certificates. Their keys are sealed before they are kept, and shown to nobody.
public final class Certificates {
    private final CertificateStore store;
    private final DomainStore domains;
    private final PublishedHosts published;
    private final Envelope envelope;
    private final boolean automatic;
    private final Clock clock;

    /// `automatic`: an authority is asked, too.
    public Certificates(
            CertificateStore store,
            DomainStore domains,
            PublishedHosts published,
            Envelope envelope,
            boolean automatic,
            Clock clock) {
        this.store = store;
        this.domains = domains;
        this.published = published;
        this.envelope = envelope;
        this.automatic = automatic;
        this.clock = clock;
    }

    /// Serves a certificate that somebody brings, when this returns.
    public Certificate add(
            OrganizationId organization, ProjectId project, String chain, String key) {
        OwnCertificate own;
        try {
            own = OwnCertificate.parse(chain, key, clock.instant());
        } catch (InvalidValue e) {
            throw new Rejected(ErrorCode.CERTIFICATE_REFUSED, e.what() + ": " + e.rule());
        }
        List<String> names = OwnCertificate.names(own.chain().getFirst());
        refuseUnproven(names, domains.proven(organization, project));
        var id = CertificateId.next(clock);
        Certificate kept =
                store.put(
                        organization,
                        project,
                        id,
                        names,
                        issued(envelope, id, own.chain(), own.key()));
        published.refresh();
        return kept;
    }

    private static void refuseUnproven(List<String> names, List<DomainName> proven) {
        var all = proven.stream().map(DomainName::text).collect(Collectors.toSet());
        for (String name : names) {
            int dot = name.indexOf('.');
            boolean wild = name.startsWith("*.");
            boolean below = !wild && dot > 0 && all.contains("*" + name.substring(dot));
            if (!all.contains(name) && !below) {
                throw new Rejected(
                        ErrorCode.CERTIFICATE_REFUSED,
                        "it is for '" + name + "', which this project has not proven");
            }
        }
    }

    static Issued issued(
            Envelope envelope, CertificateId id, List<X509Certificate> chain, PrivateKey key) {
        X509Certificate own = chain.getFirst();
        byte[] sealed = envelope.seal(HostTables.bound(id), PemFiles.text(key));
        return new Issued(
                PemFiles.text(chain),
                Base64.getEncoder().encodeToString(sealed),
                own.getIssuerX500Principal().getName(),
                PemFiles.fingerprint(own),
                own.getNotBefore().toInstant(),
                own.getNotAfter().toInstant());
    }

    public Certificate get(OrganizationId organization, CertificateId id) {
        return store.find(organization, id).orElseThrow(() -> missing(id));
    }

    private static Rejected missing(CertificateId id) {
        return new Rejected(ErrorCode.CERTIFICATE_NOT_FOUND, "no certificate " + id);
    }

    public Page<Certificate> list(
            OrganizationId organization, ProjectId project, Optional<UUID> after, int limit) {
        return store.list(organization, project, after, limit);
    }

    /// An authority is asked for the next one soon; the one that is there is served meanwhile.
    public Certificate renew(OrganizationId organization, CertificateId id) {
        if (get(organization, id).domain().isEmpty()) {
            throw new Rejected(
                    ErrorCode.CERTIFICATE_REFUSED,
                    "it was brought by somebody; bring the next one the same way");
        }
        if (!automatic) {
            throw new Rejected(
                    ErrorCode.CERTIFICATES_OFF, "an operator sets FAIRLEAD_ACME_TERMS=agreed");
        }
        return store.renew(organization, id).orElseThrow(() -> missing(id));
    }

    /// It is served no more when this returns.
    public void remove(OrganizationId organization, CertificateId id) {
        if (!store.delete(organization, id)) {
            throw missing(id);
        }
        published.refresh();
    }
}
