package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.Walker.At;
import dev.fairlead.endtoend.Walker.Step;
import dev.fairlead.testkit.providers.GitHubLike;
import dev.fairlead.testkit.providers.SamlIdpProcess;
import dev.fairlead.testkit.providers.SamlIdpProcess.Signing;
import dev.fairlead.testkit.providers.SigningKey;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// People sign in by a SAML identity provider, a real one, and by GitHub, one that does what GitHub
/// documents.
@Tag("slow")
class SamlProviderTest {
    private static final Installation FAIRLEAD =
            Installation.fresh(Map.of("FAIRLEAD_PROVIDER_ADDRESSES", "127.0.0.0/8")).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final String START = "/api/v1/sign-in/corp";
    private static final Map<String, Map<String, Object>> ACCOUNTS =
            Map.of(
                    "ada",
                    person("ada@example.com", "engineers"),
                    "bob",
                    person("bob@example.com"),
                    "eve",
                    person("first@example.org"),
                    "first",
                    person("first@example.com"));

    private static SamlIdpProcess process;
    private static String metadata;

    private static Map<String, Object> person(String email, String... groups) {
        return Map.of("email", email, "name", "Of " + email, "groups", List.of(groups));
    }

    @BeforeAll
    static void begin() throws Exception {
        PEOPLE.owner();
        var consumer = URI.create(FAIRLEAD.url() + START + "/acs");
        var signing = new Signing(SigningKey.rsa(), false, true, "");
        process = SamlIdpProcess.start(signing, consumer, ACCOUNTS);
        try (HttpClient client = HttpClient.newHttpClient()) {
            metadata =
                    client.send(
                                    HttpRequest.newBuilder(process.metadata()).build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
        }
        Reply made = create(described(Map.of()));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @AfterAll
    static void end() {
        process.close();
        FAIRLEAD.close();
    }

    private static Map<String, Object> described(Map<String, ?> more) {
        var body = new HashMap<String, Object>();
        body.put("name", "corp");
        body.put("kind", "saml");
        body.put("metadata", metadata);
        body.put("allowSignUp", true);
        body.put("emailDomains", List.of("example.com"));
        body.put("organization", PEOPLE.first());
        body.put("rules", List.of(Map.of("theirs", "engineers", "role", "developer")));
        body.putAll(more);
        return body;
    }

    private static Reply create(Map<String, ?> body) {
        return FAIRLEAD.api("POST", "/providers", People.json(body));
    }

    private static Walker walker() {
        return new Walker(FAIRLEAD.url());
    }

    private static String email(Walker walker) {
        return walker.ask(FAIRLEAD, "GET", "/account", "").json().path("email").asString("nobody");
    }

    @Test
    void somebody_signs_in_and_is_what_their_groups_say() {
        // Given
        Walker ada = walker();
        Walker bob = walker();
        // When
        At home = ada.walk(START + "?return=/device", "ada");
        bob.walk(START, "bob");
        // Then
        assertThat(home.path()).isEqualTo("/device");
        assertThat(email(ada)).isEqualTo("ada@example.com");
        assertThat(ada.ask(FAIRLEAD, "GET", "/account/organizations", "").body())
                .contains("\"mappedRoles\":[\"developer\"]");
        assertThat(bob.ask(FAIRLEAD, "GET", "/account/organizations", "").body())
                .contains("\"mappedRoles\":[]");
    }

    @Test
    void an_answer_serves_once_in_the_browser_that_asked() {
        // Given
        Walker walker = walker();
        Step back = walker.until(walker.open(START), "ada", START + "/acs");
        // When
        At elsewhere = walker().walk(back, "ada");
        At here = walker.walk(back, "ada");
        At replayed = walker.walk(back, "ada");
        At unsolicited =
                walker.walk(
                        new Step(
                                back.to(),
                                Map.of(
                                        "SAMLResponse",
                                        back.form().getOrDefault("SAMLResponse", ""),
                                        "RelayState",
                                        "")),
                        "ada");
        // Then
        assertThat(back.form()).containsKeys("SAMLResponse", "RelayState");
        assertThat(elsewhere.body()).contains("sign-in-over", "request ");
        assertThat(here.path()).isEqualTo("/account");
        assertThat(replayed.body()).contains("sign-in-over");
        assertThat(unsolicited.body()).contains("sign-in-over");
    }

    @Test
    void an_assertion_is_not_taken_for_another_request_of_the_same_browser() {
        // Given
        Walker walker = walker();
        Step first = walker.until(walker.open(START), "ada", START + "/acs");
        Step second = walker.until(walker.open(START), "bob", START + "/acs");
        // When
        At swapped =
                walker.walk(
                        new Step(
                                first.to(),
                                Map.of(
                                        "SAMLResponse",
                                        first.form().getOrDefault("SAMLResponse", ""),
                                        "RelayState",
                                        second.form().getOrDefault("RelayState", ""))),
                        "ada");
        // Then
        assertThat(swapped.body()).contains("sign-in-over");
        assertThat(email(walker)).isEqualTo("nobody");
        assertThat(
                        PEOPLE.get(
                                        PEOPLE.owner(),
                                        "/installation/audit-events?action=refused&limit=20")
                                .body())
                .contains("request-unknown", "signInByProvider");
    }

    @Test
    void an_address_of_a_domain_that_it_does_not_speak_for_is_refused() {
        // When
        At refused = walker().walk(START, "eve");
        // Then
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("provider-refused", "domains");
    }

    @Test
    void an_account_is_connected_by_a_form_of_another_site() {
        // Given
        var person = PEOPLE.join(PEOPLE.first(), "viewer");
        Walker walker = walker();
        walker.signIn(FAIRLEAD, person.email());
        String location = walker.ticket(FAIRLEAD, "corp");
        // When
        At connected = walker.walk(location, "first");
        Walker again = walker();
        again.walk(START, "first");
        // Then
        assertThat(connected.path()).isEqualTo("/account");
        assertThat(email(again)).isEqualTo(person.email());
    }

    @Test
    void our_metadata_names_where_answers_go() {
        // When
        Reply ours = FAIRLEAD.get(START + "/metadata");
        // Then
        assertThat(ours.body())
                .contains(
                        "entityID=\"" + FAIRLEAD.url() + START + "/metadata\"",
                        FAIRLEAD.url() + START + "/acs");
        assertThat(FAIRLEAD.api("POST", "/providers/corp:test", "").body())
                .contains("\"works\":true", "certificate valid until");
    }

    @Test
    void a_provider_that_cannot_be_is_refused_with_everything_that_is_wrong() {
        // When
        Reply saml =
                create(
                        described(
                                Map.of(
                                        "name",
                                        "providers",
                                        "metadata",
                                        "<none/>",
                                        "emailDomains",
                                        List.of(),
                                        "clientId",
                                        "x",
                                        "rules",
                                        List.of(
                                                Map.of("theirs", "a", "role", "owner"),
                                                Map.of("theirs", "a", "group", "missing")))));
        Reply oidc =
                create(
                        Map.of(
                                "name",
                                "Bad",
                                "kind",
                                "oidc",
                                "issuer",
                                "http://corp.example",
                                "defaultRole",
                                "viewer"));
        // Then
        assertThat(pointers(saml))
                .contains(
                        "/name",
                        "/metadata",
                        "/emailDomains",
                        "/clientId",
                        "/rules/0/role",
                        "/rules/1/group");
        assertThat(pointers(oidc))
                .contains("/name", "/issuer", "/clientId", "/clientSecret", "/defaultRole");
    }

    private static List<String> pointers(Reply refused) {
        assertThat(refused.status()).isEqualTo(400);
        var all = new ArrayList<String>();
        refused.json().path("errors").forEach(one -> all.add(one.path("pointer").asString()));
        return all;
    }

    @Test
    void github_signs_in_who_is_in_the_organization_and_tells_nobody_its_secret()
            throws IOException {
        try (var github = new GitHubLike()) {
            github.emails(
                    List.of(
                            Map.of(
                                    "email",
                                    "octo@example.com",
                                    "primary",
                                    true,
                                    "verified",
                                    true)));
            github.organizations(List.of(Map.of("login", "acme")));
            Map<String, Object> body =
                    Map.of(
                            "name",
                            "github",
                            "kind",
                            "github",
                            "url",
                            github.address().toString(),
                            "clientId",
                            GitHubLike.ID,
                            "clientSecret",
                            GitHubLike.SECRET,
                            "allowSignUp",
                            true,
                            "allowedGroups",
                            List.of("acme"));
            // When
            Reply made = create(body);
            Reply tried = FAIRLEAD.api("POST", "/providers/github:test", "");
            Walker octo = walker();
            At home = octo.walk("/api/v1/sign-in/github", "octocat");
            github.organizations(List.of(Map.of("login", "other")));
            At left = walker().walk("/api/v1/sign-in/github", "octocat");
            Reply wrong =
                    FAIRLEAD.api(
                            "PATCH",
                            "/providers/github",
                            People.json(Map.of("clientSecret", "another")));
            Reply untrue = FAIRLEAD.api("POST", "/providers/github:test", "");
            // Then
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.body() + wrong.body())
                    .contains("\"clientSecretSet\":true")
                    .doesNotContain(GitHubLike.SECRET);
            assertThat(tried.body()).contains("\"works\":true", "knows our client id");
            assertThat(untrue.body()).contains("\"works\":false", "not known");
            assertThat(home.path()).isEqualTo("/account");
            assertThat(email(octo)).isEqualTo("octo@example.com");
            assertThat(left.body()).contains("provider-refused", "groups");
        }
    }
}
