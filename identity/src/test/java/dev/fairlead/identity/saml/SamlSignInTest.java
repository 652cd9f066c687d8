package dev.fairlead.identity.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Email;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.identity.external.ReturnPath;
import dev.fairlead.identity.external.SignInOutcome;
import dev.fairlead.identity.external.SignInOutcome.Refused;
import dev.fairlead.identity.external.SignInOutcome.SignedIn;
import dev.fairlead.identity.saml.SamlProvider.AttributeNames;
import dev.fairlead.identity.saml.SamlStart.Leaving;
import dev.fairlead.identity.saml.SamlStart.NotPossible;
import dev.fairlead.identity.saml.SamlStart.Posting;
import dev.fairlead.identity.saml.ServiceProvider.RequestKey;
import dev.fairlead.testkit.providers.FormWalk;
import dev.fairlead.testkit.providers.FormWalk.Arrived;
import dev.fairlead.testkit.providers.SamlIdpProcess;
import dev.fairlead.testkit.providers.SamlIdpProcess.Signing;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sign-in with a real provider, whose form is filled in.
@Tag("slow")
class SamlSignInTest {
    private static final URI CONSUMER = URI.create("http://127.0.0.1:1/consume");
    private static final String US = "http://127.0.0.1:1/saml?a=b&c=d";
    private static final Map<String, Map<String, Object>> ACCOUNTS =
            Map.of(
                    "ada",
                    Map.of(
                            "email",
                            "ada@example.com",
                            "name",
                            "Ada \u00c5ngstr\u00f6m & <Co>",
                            "groups",
                            List.of("engineers", "admins")));

    private static SigningKey theirs;
    private static SigningKey ours;

    private final SamlSetting.Remembered memory = new SamlSetting.Remembered();
    private final Deque<SamlIdpProcess> started = new ArrayDeque<>();

    @BeforeAll
    static void keys() throws Exception {
        theirs = SigningKey.rsa();
        ours = SigningKey.rsa();
    }

    @AfterEach
    void stop() {
        started.forEach(SamlIdpProcess::close);
    }

    private void start(boolean response, boolean assertion, String requestsBy) throws IOException {
        var signing = new Signing(theirs, response, assertion, requestsBy);
        started.add(SamlIdpProcess.start(signing, CONSUMER, ACCOUNTS));
    }

    private String metadata() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(started.getLast().metadata()).build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private SamlClient client(String metadata, Optional<RequestKey> key) throws Exception {
        var provider =
                new SamlProvider(
                        new ProviderId("corp"),
                        IdentityProvider.parse(metadata),
                        AttributeNames.STANDARD,
                        Set.of("example.com"),
                        true,
                        false);
        var us = new ServiceProvider(US, CONSUMER, key);
        return new SamlClient(provider, us, memory, Clock.systemUTC());
    }

    private static SignInOutcome finish(SamlClient client, Arrived back, PendingRequest pending) {
        assertThat(back.form()).containsEntry("RelayState", pending.relayState());
        return client.finish(back.form().getOrDefault("SAMLResponse", ""), Optional.of(pending));
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void somebody_signs_in_whatever_the_provider_signs(boolean response, boolean assertion)
            throws Exception {
        // Given
        start(response, assertion, "");
        SamlClient client = client(metadata(), Optional.empty());
        Leaving leaving = (Leaving) client.begin(new ReturnPath("/projects"));
        Arrived back = new FormWalk(CONSUMER, "ada").from(leaving.to());
        // When
        SignInOutcome outcome = finish(client, back, leaving.pending());
        SignInOutcome again = finish(client, back, leaving.pending());
        // Then
        assertThat(outcome).isInstanceOf(SignedIn.class);
        ExternalIdentity identity = ((SignedIn) outcome).identity();
        assertThat(identity.subject())
                .isEqualTo(
                        started.getLast().metadata()
                                + " urn:oasis:names:tc:SAML:2.0:nameid-format:persistent ada");
        assertThat(identity.email()).contains(new Email("ada@example.com", true));
        assertThat(identity.name()).contains("Ada \u00c5ngstr\u00f6m & <Co>");
        assertThat(identity.groups()).containsExactlyInAnyOrder("engineers", "admins");
        assertThat(again)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(RefusalReason.REPLAYED));
    }

    @Test
    void answers_of_two_sign_ins_cannot_be_swapped() throws Exception {
        // Given
        start(false, true, "");
        SamlClient client = client(metadata(), Optional.empty());
        Leaving hers = (Leaving) client.begin(new ReturnPath("/"));
        Leaving his = (Leaving) client.begin(new ReturnPath("/"));
        Arrived back = new FormWalk(CONSUMER, "ada").from(hers.to());
        // When
        SignInOutcome outcome =
                client.finish(
                        back.form().getOrDefault("SAMLResponse", ""), Optional.of(his.pending()));
        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(RefusalReason.REQUEST_UNKNOWN));
    }

    @Test
    void a_provider_that_checks_requests_takes_ours_and_nobody_elses() throws Exception {
        // Given
        start(false, true, ours.certificatePem());
        var key = Optional.of(new RequestKey(ours.privateKey(), ours.certificate()));
        SamlClient client = client(metadata(), key);
        Leaving leaving = (Leaving) client.begin(new ReturnPath("/"));
        String text = leaving.to().toString();
        URI changed = URI.create(text.replaceFirst("RelayState=....", "RelayState=0000"));
        var walk = new FormWalk(CONSUMER, "ada");
        // When
        SignInOutcome outcome = finish(client, walk.from(leaving.to()), leaving.pending());
        // Then
        assertThat(outcome).isInstanceOf(SignedIn.class);
        assertThat(catchThrowable(() -> walk.from(changed))).hasMessageContaining("answers 400");
    }

    @Test
    void a_provider_that_takes_forms_alone_gets_a_form() throws Exception {
        // Given
        start(false, true, "");
        String post = metadata().replaceFirst("<SingleSignOnService[^>]*HTTP-Redirect[^>]*/>", "");
        SamlClient client = client(post, Optional.empty());
        Posting posting = (Posting) client.begin(new ReturnPath("/"));
        // When
        Arrived back = new FormWalk(CONSUMER, "ada").from(posting.to(), posting.form());
        // Then
        assertThat(finish(client, back, posting.pending())).isInstanceOf(SignedIn.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP-Redirect", "HTTP-POST"})
    void a_provider_that_wants_signed_requests_gets_none_without(String binding) throws Exception {
        // Given
        start(false, true, "");
        String other = binding.equals("HTTP-POST") ? "HTTP-Redirect" : "HTTP-POST";
        String wanting =
                metadata()
                        .replaceFirst("<SingleSignOnService[^>]*" + other + "[^>]*/>", "")
                        .replace(
                                "<IDPSSODescriptor ",
                                "<IDPSSODescriptor WantAuthnRequestsSigned=\"true\" ");
        // When
        SamlStart start = client(wanting, Optional.empty()).begin(new ReturnPath("/"));
        // Then
        assertThat(start).isInstanceOf(NotPossible.class);
    }
}
