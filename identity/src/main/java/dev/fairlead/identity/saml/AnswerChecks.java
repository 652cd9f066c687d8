package dev.fairlead.identity.saml;

import static dev.fairlead.identity.saml.SamlClient.LEEWAY;

import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.xml.Elements;

import org.w3c.dom.Element;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a message is of the provider, for us, about this sign-in, and now: what the web browser
/// profile asks for (SAML profiles 4.1.4.3).
record AnswerChecks(
        IdentityProvider them, ServiceProvider us, Optional<PendingRequest> pending, Instant now) {
    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final Set<String> CONDITIONS =
            Set.of("AudienceRestriction", "OneTimeUse", "ProxyRestriction");

    /// When the assertion ends for us.
    Instant check(Message message, boolean allowsUnsolicited) throws Refusal {
        checkResponse(message);
        Element assertion = message.assertion();
        version(assertion);
        issuer(Elements.required(assertion, Elements.ASSERTION, "Issuer"));
        checkConditions(Elements.required(assertion, Elements.ASSERTION, "Conditions"));
        Instant ends = checkSubject(Elements.required(assertion, Elements.ASSERTION, "Subject"));
        check(
                pending.isPresent() || allowsUnsolicited,
                RefusalReason.UNSOLICITED,
                "nobody here began this");
        return ends;
    }

    private void checkResponse(Message message) throws Refusal {
        Element response = message.response();
        version(response);
        Optional<Element> issuer = Elements.child(response, Elements.ASSERTION, "Issuer");
        if (issuer.isPresent()) {
            issuer(issuer.get());
        }
        String destination = Elements.attribute(response, "Destination");
        boolean here = destination.equals(us.consumer().toString());
        check(
                here || (destination.isEmpty() && !message.responseSigned()),
                RefusalReason.DESTINATION_WRONG,
                "sent to " + destination);
        inResponseTo(response);
    }

    private static void version(Element element) throws Refusal {
        String version = Elements.attribute(element, "Version");
        check(version.equals("2.0"), RefusalReason.STRUCTURE_WRONG, "version " + version);
    }

    private void issuer(Element issuer) throws Refusal {
        String said = Elements.text(issuer);
        check(said.equals(them.entityId()), RefusalReason.ISSUER_WRONG, "of " + said);
    }

    private void inResponseTo(Element element) throws Refusal {
        String to = Elements.attribute(element, "InResponseTo");
        String expected = pending.map(PendingRequest::requestId).orElse("");
        check(to.equals(expected), RefusalReason.REQUEST_UNKNOWN, "an answer to '" + to + "'");
    }

    private void checkConditions(Element conditions) throws Refusal {
        notBefore(conditions);
        Instant end = Elements.instant(conditions, "NotOnOrAfter").orElse(Instant.MAX);
        check(now.minus(LEEWAY).isBefore(end), RefusalReason.EXPIRED, "valid until " + end);
        boolean restricted = false;
        for (Element condition : Elements.children(conditions)) {
            String name = condition.getLocalName();
            check(
                    CONDITIONS.contains(name) && Elements.is(condition, Elements.ASSERTION, name),
                    RefusalReason.STRUCTURE_WRONG,
                    "an unknown condition: " + name);
            if (name.equals("AudienceRestriction")) {
                restricted = true;
                checkAudience(condition);
            }
        }
        check(restricted, RefusalReason.AUDIENCE_WRONG, "for everybody");
    }

    private void checkAudience(Element restriction) throws Refusal {
        for (Element audience : Elements.children(restriction, Elements.ASSERTION, "Audience")) {
            if (Elements.text(audience).equals(us.entityId())) {
                return;
            }
        }
        throw new Refusal(RefusalReason.AUDIENCE_WRONG, "for others");
    }

    /// One confirmation that holds is enough; where none does, the last one says why.
    private Instant checkSubject(Element subject) throws Refusal {
        List<Element> all = Elements.children(subject, Elements.ASSERTION, "SubjectConfirmation");
        Refusal why = new Refusal(RefusalReason.CONFIRMATION_WRONG, "no bearer");
        for (Element confirmation : all) {
            if (Elements.attribute(confirmation, "Method").equals(BEARER)) {
                try {
                    return checkBearer(
                            Elements.required(
                                    confirmation, Elements.ASSERTION, "SubjectConfirmationData"));
                } catch (Refusal e) {
                    why = e;
                }
            }
        }
        throw why;
    }

    private Instant checkBearer(Element data) throws Refusal {
        String recipient = Elements.attribute(data, "Recipient");
        check(
                recipient.equals(us.consumer().toString()),
                RefusalReason.RECIPIENT_WRONG,
                "to " + recipient);
        inResponseTo(data);
        notBefore(data);
        Instant end =
                Elements.instant(data, "NotOnOrAfter")
                        .orElseThrow(() ->
                                new Refusal(
                                        RefusalReason.CONFIRMATION_WRONG,
                                        "a bearer without an end"));
        check(now.minus(LEEWAY).isBefore(end), RefusalReason.EXPIRED, "confirmed until " + end);
        return end;
    }

    private void notBefore(Element element) throws Refusal {
        Instant start = Elements.instant(element, "NotBefore").orElse(Instant.MIN);
        check(!start.isAfter(now.plus(LEEWAY)), RefusalReason.NOT_YET_VALID, "not before " + start);
    }

    private static void check(boolean right, RefusalReason reason, String detail) throws Refusal {
        if (!right) {
            throw new Refusal(reason, detail);
        }
    }
}
