package dev.fairlead.identity.saml;

import static dev.fairlead.identity.external.RefusalReason.AUDIENCE_WRONG;
import static dev.fairlead.identity.external.RefusalReason.CONFIRMATION_WRONG;
import static dev.fairlead.identity.external.RefusalReason.DESTINATION_WRONG;
import static dev.fairlead.identity.external.RefusalReason.EXPIRED;
import static dev.fairlead.identity.external.RefusalReason.ISSUER_WRONG;
import static dev.fairlead.identity.external.RefusalReason.MALFORMED;
import static dev.fairlead.identity.external.RefusalReason.NOT_YET_VALID;
import static dev.fairlead.identity.external.RefusalReason.PROVIDER_SAID_NO;
import static dev.fairlead.identity.external.RefusalReason.RECIPIENT_WRONG;
import static dev.fairlead.identity.external.RefusalReason.REPLAYED;
import static dev.fairlead.identity.external.RefusalReason.REQUEST_UNKNOWN;
import static dev.fairlead.identity.external.RefusalReason.SUBJECT_MISSING;
import static dev.fairlead.identity.external.RefusalReason.SUBJECT_TRANSIENT;
import static dev.fairlead.identity.external.RefusalReason.UNSOLICITED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What answers say, all of them signed as they should be.
class AnswersTest {
    private final SamlSetting saml = new SamlSetting();

    private SamlClient client(boolean unsolicited) {
        return saml.client(List.of(SamlSetting.KEY.certificate()), unsolicited);
    }

    private static RefusalReason reason(SignInOutcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).reason();
    }

    @Test
    void a_right_answer_signs_in_with_all_that_it_says() {
        // Given
        Document answer = saml.signed(Map.of("context", "https://refeds.org/profile/mfa"));
        // When
        ExternalIdentity identity = SamlSetting.signedIn(saml.finish(answer));
        // Then
        assertThat(identity.provider()).isEqualTo(new ProviderId("corp"));
        assertThat(identity.subject())
                .isEqualTo(
                        SamlSetting.IDP
                                + " urn:oasis:names:tc:SAML:2.0:nameid-format:persistent ada");
        assertThat(identity.email()).contains(new Email("ada@example.com", true));
        assertThat(identity.groups()).containsExactlyInAnyOrder("engineers", "admins");
        assertThat(identity.authentication().secondFactor()).isTrue();
        assertThat(identity.authentication().at()).isEqualTo("2026-06-01T11:00:00Z");
        assertThat(identity.authentication().sessionEnds())
                .contains(Instant.parse("2026-06-01T20:00:00Z"));
    }

    @Test
    void an_address_of_another_domain_is_not_verified_and_lets_nobody_into_a_restricted_provider() {
        // Given
        Document answer = saml.signed(Map.of("email", "ada@example.com.evil.example"));
        SamlClient restricted = saml.client(List.of(SamlSetting.KEY.certificate()), false, true);
        String field = Forge.encoded(Forge.text(answer));
        // When
        SignInOutcome refused = restricted.finish(field, Optional.of(saml.pending));
        SignInOutcome open = saml.finish(answer);
        // Then
        assertThat(reason(refused)).isEqualTo(RefusalReason.EMAIL_DOMAIN_NOT_ALLOWED);
        assertThat(SamlSetting.signedIn(open).email())
                .contains(new Email("ada@example.com.evil.example", false));
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                wrong("issuer", "https://other.example", ISSUER_WRONG),
                wrong("destination", "https://other.example", DESTINATION_WRONG),
                wrong("recipient", "https://other.example", RECIPIENT_WRONG),
                wrong("recipient", SamlSetting.CONSUMER + "/more", RECIPIENT_WRONG),
                wrong("audience", "https://other.example", AUDIENCE_WRONG),
                wrong("request", "_unknown", REQUEST_UNKNOWN),
                wrong("request", "", REQUEST_UNKNOWN),
                wrong("until", "2026-06-01T11:59:00Z", EXPIRED),
                wrong("confirmed", "2026-06-01T11:59:00Z", EXPIRED),
                wrong("session", "2026-06-01T11:59:00Z", EXPIRED),
                wrong("from", "2026-06-01T12:01:01Z", NOT_YET_VALID),
                wrong("confirmed", "", CONFIRMATION_WRONG),
                wrong("confirmed", "tomorrow", MALFORMED),
                wrong("until", "2026-06-01T14:30:00+02:00", MALFORMED),
                wrong("method", "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key", CONFIRMATION_WRONG),
                wrong("status", "urn:oasis:names:tc:SAML:2.0:status:Responder", PROVIDER_SAID_NO),
                wrong("status", "", PROVIDER_SAID_NO),
                wrong("name", "", SUBJECT_MISSING),
                wrong("name", "   ", SUBJECT_MISSING),
                wrong("name", "root ", SUBJECT_MISSING),
                wrong("name", "\u2003root", SUBJECT_MISSING),
                wrong("name", "x".repeat(1025), SUBJECT_MISSING),
                wrong(
                        "format",
                        "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
                        SUBJECT_TRANSIENT));
    }

    private static Arguments wrong(String what, String value, RefusalReason reason) {
        return Arguments.of(what, value, reason);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongAnswers")
    void a_signed_answer_that_says_something_wrong_is_refused_for_it(
            String what, String value, RefusalReason reason) {
        // Given
        Document answer = saml.signed(Map.of(what, value));
        // When
        SignInOutcome outcome = saml.finish(answer);
        // Then
        saml.assertRefused(outcome, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "until, 2026-06-01T11:59:00.001Z",
        "confirmed, 2026-06-01T11:59:00.001Z",
        "session, 2026-06-01T11:59:00.001Z",
        "from, 2026-06-01T12:01:00Z",
    })
    void clocks_may_differ_by_a_minute(String what, String value) {
        assertThat(saml.finish(saml.signed(Map.of(what, value)))).isInstanceOf(SignedIn.class);
    }

    @Test
    void an_answer_serves_once() {
        // Given
        Document answer = saml.signed(Map.of());
        SignInOutcome first = saml.finish(answer);
        // When
        SignInOutcome second = saml.finish(answer);
        // Then
        assertThat(first).isInstanceOf(SignedIn.class);
        assertThat(reason(second)).isEqualTo(REPLAYED);
    }

    @Test
    void a_request_is_answered_once() {
        // Given
        SignInOutcome first = saml.finish(saml.signed(Map.of("assertion", "_one")));
        // When
        SignInOutcome second = saml.finish(saml.signed(Map.of("assertion", "_two")));
        // Then
        assertThat(first).isInstanceOf(SignedIn.class);
        assertThat(reason(second)).isEqualTo(REPLAYED);
    }

    @Test
    void what_was_used_is_remembered_for_as_long_as_it_could_be_used() {
        // Given / When
        saml.finish(saml.signed(Map.of()));
        // Then
        assertThat(saml.memory.known)
                .containsEntry("corp assertion _assertion", Instant.parse("2026-06-01T12:06:00Z"))
                .containsEntry(
                        "corp request " + saml.pending.requestId(),
                        saml.pending.expires().plusSeconds(60));
    }

    @Test
    void an_answer_that_nobody_asked_for_is_taken_where_the_operator_says_so() {
        // Given
        String field = Forge.encoded(Forge.text(unasked()));
        // When
        SignInOutcome usual = client(false).finish(field, Optional.empty());
        SignInOutcome allowed = client(true).finish(field, Optional.empty());
        SignInOutcome again = client(true).finish(field, Optional.empty());
        // Then
        assertThat(reason(usual)).isEqualTo(UNSOLICITED);
        assertThat(allowed).isInstanceOf(SignedIn.class);
        assertThat(reason(again)).isEqualTo(REPLAYED);
    }

    private Document unasked() {
        Document answer = saml.response(Map.of());
        answer.getDocumentElement().removeAttribute("InResponseTo");
        Forge.first(answer, "SubjectConfirmationData").removeAttribute("InResponseTo");
        Forge.sign(Forge.first(answer, "Assertion"), SamlSetting.KEY, Forge.USUAL);
        return answer;
    }

    @Test
    void an_answer_to_somebody_elses_request_is_none_of_ours() {
        // Given
        String field = Forge.encoded(Forge.text(saml.signed(Map.of())));
        // When
        SignInOutcome outcome = client(true).finish(field, Optional.empty());
        // Then
        saml.assertRefused(outcome, REQUEST_UNKNOWN);
    }

    @Test
    void a_sign_in_begun_long_ago_or_with_another_provider_is_refused() {
        // Given
        String field = Forge.encoded(Forge.text(saml.signed(Map.of())));
        var was = saml.pending;
        var old =
                new PendingRequest(
                        was.provider(),
                        was.requestId(),
                        was.relayState(),
                        new ReturnPath("/"),
                        SamlSetting.NOW);
        var others =
                new PendingRequest(
                        new ProviderId("other"),
                        was.requestId(),
                        was.relayState(),
                        new ReturnPath("/"),
                        was.expires());
        // When / Then
        saml.assertRefused(
                saml.client.finish(field, Optional.of(old)), RefusalReason.PENDING_EXPIRED);
        saml.assertRefused(
                saml.client.finish(field, Optional.of(others)), RefusalReason.WRONG_PROVIDER);
    }

    @ParameterizedTest
    @CsvSource({
        "AudienceRestriction, AUDIENCE_WRONG",
        "Conditions, STRUCTURE_WRONG",
        "AuthnStatement, STRUCTURE_WRONG",
        "SubjectConfirmationData, STRUCTURE_WRONG",
        "SubjectConfirmation, CONFIRMATION_WRONG",
        "NameID, SUBJECT_MISSING",
        "Subject, STRUCTURE_WRONG",
    })
    void an_answer_that_leaves_something_out_is_refused(String name, RefusalReason reason) {
        // Given
        Document answer = saml.response(Map.of());
        Element element = Forge.first(answer, name);
        element.getParentNode().removeChild(element);
        Forge.sign(Forge.first(answer, "Assertion"), SamlSetting.KEY, Forge.USUAL);
        // When
        SignInOutcome outcome = saml.finish(answer);
        // Then
        saml.assertRefused(outcome, reason);
    }

    @Test
    void a_condition_that_nobody_knows_is_not_met() {
        // Given
        Document answer = saml.response(Map.of());
        Element conditions = Forge.first(answer, "Conditions");
        conditions.appendChild(
                answer.createElementNS(conditions.getNamespaceURI(), "saml:OnMondays"));
        Forge.sign(Forge.first(answer, "Assertion"), SamlSetting.KEY, Forge.USUAL);
        // When / Then
        saml.assertRefused(saml.finish(answer), RefusalReason.STRUCTURE_WRONG);
    }

    @Test
    void a_signed_response_says_where_it_goes() {
        // Given
        Document answer = saml.response(Map.of());
        answer.getDocumentElement().removeAttribute("Destination");
        Forge.sign(answer.getDocumentElement(), SamlSetting.KEY, Forge.USUAL);
        // When / Then
        saml.assertRefused(saml.finish(answer), DESTINATION_WRONG);
    }

    @Test
    void a_provider_that_changes_its_key_signs_with_either() throws Exception {
        // Given
        SigningKey next = SigningKey.ec();
        SamlClient client =
                saml.client(List.of(next.certificate(), SamlSetting.KEY.certificate()), false);
        Document old = saml.signed(Map.of());
        Document fresh = saml.response(Map.of("assertion", "_other"));
        var ecdsa = Forge.USUAL.method(Forge.ECDSA_SHA256);
        Forge.sign(Forge.first(fresh, "Assertion"), next, ecdsa);
        // When
        SignInOutcome byOld =
                client.finish(Forge.encoded(Forge.text(old)), Optional.of(saml.pending));
        saml.memory.known.clear();
        SignInOutcome byNext =
                client.finish(Forge.encoded(Forge.text(fresh)), Optional.of(saml.pending));
        // Then
        assertThat(byOld).isInstanceOf(SignedIn.class);
        assertThat(byNext).isInstanceOf(SignedIn.class);
    }
}
