package dev.fairlead.controlplane.control.certificates;

import dev.fairlead.certificates.acme.AcmeAuthority;
import dev.fairlead.certificates.acme.AcmeFailed;
import dev.fairlead.certificates.pem.PemFiles;
import dev.fairlead.controlplane.control.domains.PublishedHosts;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.domains.Certificate;
import dev.fairlead.controlplane.store.domains.Certificate.Issued;
import dev.fairlead.controlplane.store.domains.CertificateStore;
import dev.fairlead.controlplane.store.domains.HostStore;
import dev.fairlead.model.domains.ChallengeKind;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Asks an authority for the certificates of proven domains: the first one at once, the next one
/// when two thirds of its life are over. What fails is tried again, later each time; what is there
/// is served meanwhile.
public final class Issuing {
    private static final Logger LOG = LoggerFactory.getLogger(Issuing.class);
    private static final int AT_ONCE = 4;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration SPREAD = Duration.ofSeconds(10);
    private static final int LONGEST_REASON = 300;

    private final CertificateStore store;
    private final HostStore hosts;
    private final PublishedHosts published;
    private final ChallengeWays ways;
    private final AcmeAuthority authority;
    private final String directory;
    private final Envelope envelope;
    private final Clock clock;

    public Issuing(
            CertificateStore store,
            HostStore hosts,
            PublishedHosts published,
            ChallengeWays ways,
            AcmeAuthority authority,
            Envelope envelope,
            Clock clock) {
        this.store = store;
        this.hosts = hosts;
        this.published = published;
        this.authority = authority;
        this.ways = ways;
        this.directory = authority.directory();
        this.envelope = envelope;
        this.clock = clock;
    }

    public void run() {
        store.want();
        List<Certificate> due = store.take(AT_ONCE);
        var threads = new ArrayList<Thread>();
        for (Certificate one : due) {
            threads.add(Thread.ofVirtual().name("certificate").start(() -> issue(one)));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void issue(Certificate certificate) {
        String name = certificate.names().getFirst();
        try {
            ChallengeKind kind = ways.kind(certificate);
            var got = authority.issue(account(), name, kind, ways.answers(certificate));
            Issued issued =
                    Certificates.issued(
                            envelope,
                            certificate.id(),
                            PemFiles.certificates(got.chain()),
                            PemFiles.key(got.key()));
            store.issued(certificate.id(), issued, renewal(issued));
            published.refresh();
            LOG.info("a certificate was issued certificateId={}", certificate.id());
        } catch (AcmeFailed e) {
            LOG.warn(
                    "a certificate was not issued certificateId={} why={}",
                    certificate.id(),
                    e.getMessage());
            failed(certificate, String.valueOf(e.getMessage()), e.notBefore().orElse(Instant.MIN));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(certificate, "the server stopped meanwhile", Instant.MIN);
        } catch (DatabaseUnavailable e) {
            LOG.debug("a certificate waits certificateId={}", certificate.id(), e);
        } catch (RuntimeException e) {
            LOG.error("a certificate was not issued certificateId={}", certificate.id(), e);
            failed(certificate, "something went wrong on our side", Instant.MIN);
        }
    }

    private void failed(Certificate certificate, String why, Instant notBefore) {
        long doubled = FIRST.toMillis() << Math.min(certificate.tries().failures(), 20);
        Duration wait =
                Duration.ofMillis(Math.min(doubled, LONGEST.toMillis())).plus(jitter(SPREAD));
        Instant next = clock.instant().plus(wait);
        // An authority's own words may be in it.
        String plain = why.replaceAll("\\p{Cntrl}", " ");
        store.failed(
                certificate.id(),
                plain.length() > LONGEST_REASON ? plain.substring(0, LONGEST_REASON) : plain,
                next.isBefore(notBefore) ? notBefore.plus(jitter(SPREAD)) : next);
    }

    private static Duration jitter(Duration most) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis() + 1));
    }

    /// After two thirds of its life, and a thirtieth of it earlier or later: certificates that came
    /// together do not all go together.
    static Instant renewal(Issued issued) {
        Duration life = Duration.between(issued.notBefore(), issued.notAfter());
        return issued.notBefore()
                .plus(life.multipliedBy(2).dividedBy(3))
                .minus(life.dividedBy(30))
                .plus(jitter(life.dividedBy(15)));
    }

    /// What the key of an account at an authority is called when it is sealed.
    public static String bound(String directory) {
        return "acme/" + directory;
    }

    /// The key of this installation's account; the first instance makes it.
    private String account() {
        String name = bound(directory);
        return hosts.account(directory)
                .map(sealed -> envelope.open(name, sealed))
                .orElseGet(() -> {
                    hosts.putAccount(directory, envelope.seal(name, AcmeAuthority.newAccountKey()));
                    return envelope.open(name, hosts.account(directory).orElseThrow());
                });
    }
}
