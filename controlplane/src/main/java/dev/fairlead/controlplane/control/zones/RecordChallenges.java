package dev.fairlead.controlplane.control.zones;

import dev.fairlead.certificates.acme.AcmeFailed;
import dev.fairlead.certificates.dns.DnsFailed;
import dev.fairlead.certificates.lookup.LookupFailed;
import dev.fairlead.certificates.lookup.NameServers;
import dev.fairlead.controlplane.store.domains.Certificate;
import dev.fairlead.controlplane.store.zones.Zone;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Answers challenges by TXT records (RFC 8555, section 8.4), where the name of the challenge leads
/// to: as an alias (CNAME) it may be in another zone.
public final class RecordChallenges {
    private static final Logger LOG = LoggerFactory.getLogger(RecordChallenges.class);
    private static final String BELOW = "_acme-challenge.";
    private static final int MOST_ALIASES = 8;
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9_.-]{1,253}");
    private static final int BETWEEN_MILLIS = 500;

    private final Zones zones;
    private final NameServers names;
    private final Duration deadline;

    /// Waits until `deadline` for a record to be seen.
    public RecordChallenges(Zones zones, NameServers names, Duration deadline) {
        this.zones = zones;
        this.names = names;
        this.deadline = deadline;
    }

    /// Returns when the name servers that we ask show the text.
    public void put(Certificate certificate, String domain, String text)
            throws AcmeFailed, InterruptedException {
        String record = BELOW + domain;
        try {
            String target = target(record);
            Zone zone = zone(certificate, target);
            zones.provider(zone).present(target, text);
            await(record, text);
        } catch (DnsFailed | LookupFailed e) {
            throw new AcmeFailed(record + ": " + e.getMessage());
        }
    }

    private String target(String record) throws LookupFailed, AcmeFailed {
        String at = record;
        for (int i = 0; i < MOST_ALIASES; i++) {
            Optional<String> alias = names.alias(at);
            if (alias.isEmpty()) {
                return at;
            }
            at = alias.get();
            if (!PLAIN.matcher(at).matches()) {
                throw new AcmeFailed(record + " is an alias of a name that is none");
            }
        }
        throw new AcmeFailed(record + " is an alias of aliases without end");
    }

    private Zone zone(Certificate certificate, String target) throws AcmeFailed {
        return zones.covering(certificate.organization(), certificate.project(), target)
                .orElseThrow(() ->
                        new AcmeFailed(
                                "no zone of this project covers "
                                        + target
                                        + "; add it with `fairlead zones add`, or make that name"
                                        + " an alias (CNAME) of one in a zone"));
    }

    private void await(String record, String text) throws AcmeFailed, InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        String seen = "no record";
        while (System.nanoTime() < end) {
            try {
                var texts = names.texts(record);
                if (texts.contains(text)) {
                    return;
                }
                seen = texts.isEmpty() ? "no record" : texts.size() + " other records";
            } catch (LookupFailed e) {
                seen = String.valueOf(e.getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        }
        throw new AcmeFailed(
                record + " was set and is not seen after " + deadline.toSeconds() + " s: " + seen);
    }

    public void remove(Certificate certificate, String domain, String text) {
        String record = BELOW + domain;
        try {
            String target = target(record);
            Optional<Zone> zone =
                    zones.covering(certificate.organization(), certificate.project(), target);
            if (zone.isPresent()) {
                zones.provider(zone.get()).remove(target, text);
            }
        } catch (DnsFailed | LookupFailed | AcmeFailed e) {
            LOG.warn(
                    "a challenge's record was left behind certificateId={} why={}",
                    certificate.id(),
                    e.getMessage());
        }
    }

    /// Whether a zone is there for a domain's challenge.
    public boolean possible(Certificate certificate, String domain) {
        try {
            return zones.covering(
                            certificate.organization(),
                            certificate.project(),
                            target(BELOW + domain))
                    .isPresent();
        } catch (LookupFailed | AcmeFailed e) {
            return false;
        }
    }
}
