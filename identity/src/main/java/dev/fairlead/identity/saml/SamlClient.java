package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReplayMemory;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.saml.SamlStart.NotPossible;
import dev.fairlead.identity.saml.xml.StrictXml;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Signs in by a SAML 2.0 identity provider.
public final class SamlClient {
    static final Duration LEEWAY = Duration.ofSeconds(60);

    private static final Duration LASTS = Duration.ofMinutes(10);
    private static final int MOST_CHARACTERS = StrictXml.MOST_BYTES / 3 * 4 + 4096;

    private final SamlProvider provider;
    private final ServiceProvider us;
    private final ReplayMemory memory;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public SamlClient(SamlProvider provider, ServiceProvider us, ReplayMemory memory, Clock clock) {
        this.provider = provider;
        this.us = us;
        this.memory = memory;
        this.clock = clock;
    }

    public SamlStart begin(ReturnPath returnTo) {
        Instant now = clock.instant();
        // An id may not begin with a digit.
        var pending =
                new PendingRequest(
                        provider.id(), "_" + random(), random(), returnTo, now.plus(LASTS));
        try {
            return new Requests(us, provider.provider()).send(pending, now);
        } catch (Refusal e) {
            return new NotPossible(e.outcome());
        }
    }

    private String random() {
        var bytes = new byte[20];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// `samlResponse` is the form's field as it came; `pending` what its relay state belongs to,
    /// and nothing where nobody here began this.
    public SignInOutcome finish(String samlResponse, Optional<PendingRequest> pending) {
        try {
            Instant now = clock.instant();
            if (pending.isPresent()) {
                check(pending.get(), now);
            }
            var message = Message.verified(decoded(samlResponse), provider.provider().keys());
            var answer = new AnswerChecks(provider.provider(), us, pending, now);
            Instant ends = answer.check(message, provider.allowsUnsolicited());
            SignInOutcome outcome =
                    new SignedIn(new AssertionReading(provider, now).read(message.assertion()));
            once(message.assertionId(), pending, ends.plus(LEEWAY));
            return outcome;
        } catch (Refusal e) {
            return e.outcome();
        }
    }

    private void check(PendingRequest pending, Instant now) throws Refusal {
        if (!pending.provider().equals(provider.id())) {
            throw new Refusal(
                    RefusalReason.WRONG_PROVIDER, "begun with " + pending.provider().text());
        }
        if (!now.isBefore(pending.expires())) {
            throw new Refusal(RefusalReason.PENDING_EXPIRED, "begun too long ago");
        }
    }

    /// Neither an assertion nor a request serves twice.
    private void once(String assertionId, Optional<PendingRequest> pending, Instant until)
            throws Refusal {
        if (!memory.remember(provider.id(), "assertion " + assertionId, until)) {
            throw new Refusal(RefusalReason.REPLAYED, "assertion " + assertionId);
        }
        if (pending.isPresent()
                && !memory.remember(
                        provider.id(),
                        "request " + pending.get().requestId(),
                        pending.get().expires().plus(LEEWAY))) {
            throw new Refusal(RefusalReason.REPLAYED, "request " + pending.get().requestId());
        }
    }

    private static byte[] decoded(String field) throws Refusal {
        if (field.length() > MOST_CHARACTERS) {
            throw new Refusal(RefusalReason.TOO_LARGE, field.length() + " characters");
        }
        try {
            // Some providers break lines.
            return Base64.getDecoder().decode(field.replaceAll("[\r\n\t ]", ""));
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalReason.MALFORMED, "not base64", e);
        }
    }
}
