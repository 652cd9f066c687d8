package dev.fairlead.identity.saml;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Authentication;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.saml.xml.Elements;

import org.w3c.dom.Element;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes an identity of a verified assertion.
record AssertionReading(SamlProvider provider, Instant now) {
    private static final String FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
    private static final String EMAIL_FORMAT =
            "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    private static final String UNSPECIFIED =
            "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    private static final Set<String> SECOND_FACTORS =
            Set.of(
                    "https://refeds.org/profile/mfa",
                    "http://schemas.microsoft.com/claims/multipleauthn");
    private static final int LONGEST_SUBJECT = 1024;

    ExternalIdentity read(Element assertion) throws Refusal {
        Map<String, List<String>> attributes = attributes(assertion);
        Element about = Elements.required(assertion, Elements.ASSERTION, "Subject");
        Optional<String> name = addressAsName(about);
        Optional<Email> email =
                first(attributes, provider.attributes().email())
                        .or(() -> name)
                        .map(address -> new Email(address, owned(address)));
        if (provider.restricted() && email.filter(Email::verified).isEmpty()) {
            throw new Refusal(
                    RefusalReason.EMAIL_DOMAIN_NOT_ALLOWED, "no address of the provider's domains");
        }
        return new ExternalIdentity(
                provider.id(),
                subject(about),
                email,
                first(attributes, provider.attributes().name()),
                new LinkedHashSet<>(
                        attributes.getOrDefault(provider.attributes().groups(), List.of())),
                authentication(assertion));
    }

    private boolean owned(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return provider.ownDomains().contains(domain);
    }

    /// The name itself, where the provider says that it is an address.
    private static Optional<String> addressAsName(Element subject) throws Refusal {
        Optional<Element> id = Elements.child(subject, Elements.ASSERTION, "NameID");
        return id.isPresent() && Elements.attribute(id.get(), "Format").equals(EMAIL_FORMAT)
                ? Optional.of(Elements.text(id.get()))
                : Optional.empty();
    }

    /// Issuer, format and value: neither of two formats nor of two providers is the same text the
    /// same person.
    private String subject(Element subject) throws Refusal {
        Optional<Element> id = Elements.child(subject, Elements.ASSERTION, "NameID");
        String value = id.isPresent() ? Elements.raw(id.get()) : "";
        // Names of two people may differ by a space.
        if (value.isBlank() || !value.equals(value.strip()) || value.length() > LONGEST_SUBJECT) {
            throw new Refusal(RefusalReason.SUBJECT_MISSING, "a name of " + value.length());
        }
        String format = Elements.attribute(id.orElseThrow(), "Format");
        if (format.equals(FORMATS + "transient")) {
            throw new Refusal(
                    RefusalReason.SUBJECT_TRANSIENT, "the name is another one the next time");
        }
        if (format.equals(FORMATS + "encrypted")) {
            throw new Refusal(RefusalReason.SUBJECT_MISSING, "an encrypted name");
        }
        String issuer = provider.provider().entityId();
        String qualifier = Elements.attribute(id.orElseThrow(), "NameQualifier");
        String scope = qualifier.isEmpty() || qualifier.equals(issuer) ? "" : " " + qualifier;
        return issuer + scope + " " + (format.isEmpty() ? UNSPECIFIED : format) + " " + value;
    }

    private static Map<String, List<String>> attributes(Element assertion) throws Refusal {
        var attributes = new HashMap<String, List<String>>();
        for (Element statement :
                Elements.children(assertion, Elements.ASSERTION, "AttributeStatement")) {
            for (Element attribute :
                    Elements.children(statement, Elements.ASSERTION, "Attribute")) {
                List<String> values =
                        attributes.computeIfAbsent(
                                Elements.attribute(attribute, "Name"), _ -> new ArrayList<>());
                for (Element value :
                        Elements.children(attribute, Elements.ASSERTION, "AttributeValue")) {
                    // Values of elements are of attributes that we do not know.
                    if (Elements.children(value).isEmpty()) {
                        values.add(Elements.text(value));
                    }
                }
            }
        }
        return attributes;
    }

    private static Optional<String> first(Map<String, List<String>> attributes, String name) {
        return attributes.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private Authentication authentication(Element assertion) throws Refusal {
        Element statement = Elements.required(assertion, Elements.ASSERTION, "AuthnStatement");
        Optional<Instant> ends = Elements.instant(statement, "SessionNotOnOrAfter");
        if (ends.isPresent() && !now.minus(SamlClient.LEEWAY).isBefore(ends.get())) {
            throw new Refusal(RefusalReason.EXPIRED, "the session ended at " + ends.get());
        }
        Instant at =
                Elements.instant(statement, "AuthnInstant")
                        .orElseThrow(() ->
                                new Refusal(RefusalReason.STRUCTURE_WRONG, "signed in at no time"));
        return new Authentication(at, secondFactor(statement), ends);
    }

    private static boolean secondFactor(Element statement) throws Refusal {
        Optional<Element> context = Elements.child(statement, Elements.ASSERTION, "AuthnContext");
        if (context.isEmpty()) {
            return false;
        }
        Optional<Element> reference =
                Elements.child(context.get(), Elements.ASSERTION, "AuthnContextClassRef");
        return reference.isPresent() && SECOND_FACTORS.contains(Elements.text(reference.get()));
    }
}
