package dev.fairlead.controlplane.control.certificates;

import dev.fairlead.certificates.acme.AcmeAuthority.Answers;
import dev.fairlead.certificates.acme.AcmeAuthority.Wanted;
import dev.fairlead.certificates.acme.AcmeFailed;
import dev.fairlead.controlplane.control.domains.PublishedHosts;
import dev.fairlead.controlplane.control.zones.RecordChallenges;
import dev.fairlead.controlplane.store.domains.Certificate;
import dev.fairlead.controlplane.store.domains.CertificateStore;
import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.controlplane.store.domains.HostStore.Challenge;
import dev.fairlead.model.domains.ChallengeKind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// By what an authority is shown a domain, and what shows it: files and handshakes on every
/// instance, records in a zone.
public final class ChallengeWays {
    private static final int LOOKS = 100;
    private static final int BETWEEN_MILLIS = 100;

    private final CertificateStore store;
    private final HostStore hosts;
    private final PublishedHosts published;
    private final RecordChallenges records;
    private final boolean https;

    /// `https`: handshakes are answered here.
    public ChallengeWays(
            CertificateStore store,
            HostStore hosts,
            PublishedHosts published,
            RecordChallenges records,
            boolean https) {
        this.store = store;
        this.hosts = hosts;
        this.published = published;
        this.records = records;
        this.https = https;
    }

    /// What somebody said; else one that is possible here, after each failure the next.
    ChallengeKind kind(Certificate certificate) {
        String name = certificate.names().getFirst();
        if (name.startsWith("*.")) {
            return ChallengeKind.DNS;
        }
        Optional<ChallengeKind> said = store.challenge(certificate.id());
        if (said.isPresent()) {
            return said.get();
        }
        var possible = new ArrayList<ChallengeKind>(List.of(ChallengeKind.HTTP));
        if (https) {
            possible.add(ChallengeKind.TLS);
        }
        if (certificate.tries().failures() > 0 && records.possible(certificate, name)) {
            possible.add(ChallengeKind.DNS);
        }
        return possible.get(certificate.tries().failures() % possible.size());
    }

    Answers answers(Certificate certificate) {
        return new Answers() {
            @Override
            public void put(Wanted wanted) throws AcmeFailed, InterruptedException {
                switch (wanted.kind()) {
                    case DNS -> records.put(certificate, wanted.name(), wanted.text());
                    case HTTP, TLS -> onEveryInstance(wanted);
                }
            }

            @Override
            public void remove(Wanted wanted) {
                switch (wanted.kind()) {
                    case DNS -> records.remove(certificate, wanted.name(), wanted.text());
                    case HTTP, TLS -> hosts.removeChallenge(wanted.token());
                }
            }
        };
    }

    /// The authority may ask any instance, so all have to know before it is told to.
    private void onEveryInstance(Wanted wanted) throws InterruptedException {
        hosts.putChallenge(
                new Challenge(wanted.kind(), wanted.name(), wanted.token(), wanted.text()));
        long revision = hosts.revision();
        published.refresh();
        for (int i = 0; i < LOOKS && !hosts.reachedBy(revision); i++) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        }
    }
}
