package dev.fairlead.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReplayMemory;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.saml.SamlProvider.AttributeNames;
import dev.fairlead.testkit.providers.SigningKey;

import org.w3c.dom.Document;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A provider whose answers a test writes itself, and us, at one fixed moment.
final class SamlSetting {
    static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    static final String IDP = "https://idp.example/metadata";
    static final String US = "https://fairlead.example/saml";
    static final URI CONSUMER = URI.create("https://fairlead.example/saml/consume");
    static final SigningKey KEY = rsa();

    private static final String TEMPLATE =
            """
            <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
            xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" Version="2.0" \
            IssueInstant="2026-06-01T12:00:00Z" Destination="{destination}" \
            InResponseTo="{request}"><saml:Issuer>{issuer}</saml:Issuer>\
            <samlp:Status><samlp:StatusCode Value="{status}"/></samlp:Status>\
            <saml:Assertion xmlns:xs="http://www.w3.org/2001/XMLSchema" ID="{assertion}" \
            Version="2.0" IssueInstant="2026-06-01T12:00:00Z"><saml:Issuer>{issuer}</saml:Issuer>\
            <saml:Subject><saml:NameID Format="{format}">{name}</saml:NameID>\
            <saml:SubjectConfirmation Method="{method}">\
            <saml:SubjectConfirmationData InResponseTo="{request}" Recipient="{recipient}" \
            NotOnOrAfter="{confirmed}"/></saml:SubjectConfirmation></saml:Subject>\
            <saml:Conditions NotBefore="{from}" NotOnOrAfter="{until}"><saml:AudienceRestriction>\
            <saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
            <saml:AuthnStatement AuthnInstant="2026-06-01T11:00:00Z" \
            SessionNotOnOrAfter="{session}"><saml:AuthnContext><saml:AuthnContextClassRef>\
            {context}</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
            <saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>{email}\
            </saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups">\
            <saml:AttributeValue>engineers</saml:AttributeValue>\
            <saml:AttributeValue>admins</saml:AttributeValue></saml:Attribute>\
            </saml:AttributeStatement></saml:Assertion></samlp:Response>\
            """;

    final Remembered memory = new Remembered();
    final SamlClient client = client(List.of(KEY.certificate()), false);
    final PendingRequest pending =
            ((SamlStart.Leaving) client.begin(new ReturnPath("/"))).pending();

    /// What was used, in a map.
    static final class Remembered implements ReplayMemory {
        final Map<String, Instant> known = new ConcurrentHashMap<>();

        @Override
        public boolean remember(ProviderId provider, String id, Instant until) {
            return known.putIfAbsent(provider + " " + id, until) == null;
        }
    }

    private static SigningKey rsa() {
        try {
            return SigningKey.rsa();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    SamlClient client(List<X509Certificate> certificates, boolean unsolicited) {
        return client(certificates, unsolicited, false);
    }

    SamlClient client(List<X509Certificate> certificates, boolean unsolicited, boolean restricted) {
        var them =
                new IdentityProvider(
                        IDP,
                        Optional.of(URI.create("https://idp.example/sso")),
                        Optional.empty(),
                        false,
                        certificates);
        var provider =
                new SamlProvider(
                        new ProviderId("corp"),
                        them,
                        AttributeNames.STANDARD,
                        Set.of("example.com"),
                        restricted,
                        unsolicited);
        return new SamlClient(
                provider,
                new ServiceProvider(US, CONSUMER, Optional.empty()),
                memory,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /// A response that is right in everything but `changes`, unsigned.
    Document response(Map<String, String> changes) {
        return Forge.parse(text(changes));
    }

    String text(Map<String, String> changes) {
        var values = new HashMap<String, String>();
        values.put("response", "_response");
        values.put("assertion", "_assertion");
        values.put("destination", CONSUMER.toString());
        values.put("recipient", CONSUMER.toString());
        values.put("request", pending.requestId());
        values.put("issuer", IDP);
        values.put("status", "urn:oasis:names:tc:SAML:2.0:status:Success");
        values.put("format", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent");
        values.put("name", "ada");
        values.put("method", "urn:oasis:names:tc:SAML:2.0:cm:bearer");
        values.put("confirmed", "2026-06-01T12:05:00Z");
        values.put("from", "2026-06-01T11:55:00Z");
        values.put("until", "2026-06-01T12:05:00Z");
        values.put("audience", US);
        values.put("session", "2026-06-01T20:00:00Z");
        values.put("context", "urn:oasis:names:tc:SAML:2.0:ac:classes:Password");
        values.put("email", "ada@example.com");
        assertThat(values.keySet()).containsAll(changes.keySet());
        values.putAll(changes);
        String text = TEMPLATE;
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    /// Its assertion signed as usual.
    Document signed(Map<String, String> changes) {
        Document document = response(changes);
        Forge.sign(Forge.first(document, "Assertion"), KEY, Forge.USUAL);
        return document;
    }

    SignInOutcome finish(Document document) {
        return finish(Forge.text(document));
    }

    SignInOutcome finish(String xml) {
        return client.finish(Forge.encoded(xml), Optional.of(pending));
    }

    static ExternalIdentity signedIn(SignInOutcome outcome) {
        assertThat(outcome).isInstanceOf(SignedIn.class);
        return ((SignedIn) outcome).identity();
    }

    void assertRefused(SignInOutcome outcome, RefusalReason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .as(refused.detail())
                                        .isEqualTo(reason));
        assertThat(memory.known).as("what was refused is not used up").isEmpty();
    }
}
