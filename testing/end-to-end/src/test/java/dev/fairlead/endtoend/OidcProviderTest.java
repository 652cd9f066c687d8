package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.Walker.At;
import dev.fairlead.endtoend.Walker.Step;
import dev.fairlead.identity.codes.OneTimeCodes;
import dev.fairlead.testkit.providers.OidcProviderProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// People sign in by an OpenID Connect provider, a real one, from the first redirect to what they
/// may do here; and what an attacker may try on that way.
@Tag("slow")
class OidcProviderTest {
    private static final Installation FAIRLEAD =
            Installation.fresh(Map.of("FAIRLEAD_PROVIDER_ADDRESSES", "127.0.0.0/8")).ready();
    private static final People PEOPLE = new People(FAIRLEAD);
    private static final String CALLBACK = FAIRLEAD.url() + "/api/v1/sign-in/%s/callback";
    private static final List<String> NAMES =
            List.of(
                    "spare",
                    "open",
                    "corp",
                    "closed",
                    "strict",
                    "short",
                    "other",
                    "staff",
                    "trusting");

    private static OidcProviderProcess process;
    private static String organization;

    private static Map<String, Object> person(String email, boolean verified, String... groups) {
        return Map.of(
                "email",
                email,
                "email_verified",
                verified,
                "name",
                "Of " + email,
                "groups",
                List.of(groups));
    }

    @BeforeAll
    static void begin() throws IOException {
        PEOPLE.owner();
        organization = PEOPLE.first();
        Map<String, Map<String, Object>> accounts = new HashMap<>();
        accounts.put("ada", person("ada@example.com", true, "engineers", "leads"));
        accounts.put("grace", person("grace@example.com", true));
        accounts.put("eve", person("first@example.org", true));
        accounts.put("mallory", person("mallory@example.com", false));
        for (int i = 0; i < 12; i++) {
            accounts.put("p" + i, person("p" + i + "@example.com", true, "engineers"));
        }
        process =
                OidcProviderProcess.start(
                        NAMES.stream()
                                .map(name ->
                                        new OidcProviderProcess.Client(
                                                name,
                                                URI.create(CALLBACK.formatted(name)),
                                                "RS256"))
                                .toList(),
                        accounts);
        provider("open", Map.of("allowSignUp", true));
    }

    @AfterAll
    static void end() {
        process.close();
        FAIRLEAD.close();
    }

    private static Map<String, Object> described(String name, Map<String, ?> more) {
        var body = new HashMap<String, Object>();
        body.put("name", name);
        body.put("kind", "oidc");
        body.put("displayName", "The " + name);
        body.put("issuer", process.issuer().toString());
        body.put("clientId", name);
        body.put("clientSecret", OidcProviderProcess.SECRET);
        body.put("scopes", List.of("openid", "email", "profile", "groups"));
        body.putAll(more);
        return body;
    }

    private static void provider(String name, Map<String, ?> more) {
        Reply made = FAIRLEAD.api("POST", "/providers", People.json(described(name, more)));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private static void change(String name, Map<String, ?> change) {
        Reply made = FAIRLEAD.api("PATCH", "/providers/" + name, People.json(change));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
    }

    private static Walker walker() {
        return new Walker(FAIRLEAD.url());
    }

    private static String start(String name) {
        return "/api/v1/sign-in/" + name;
    }

    private static Reply get(Walker walker, String path) {
        return walker.ask(FAIRLEAD, "GET", path, "");
    }

    private static String email(Walker walker) {
        return get(walker, "/account").json().path("email").asString("nobody");
    }

    private static List<String> roles(Walker walker) {
        var roles = new ArrayList<String>();
        get(walker, "/account/organizations")
                .json()
                .path("items")
                .path(0)
                .path("mappedRoles")
                .forEach(one -> roles.add(one.asString()));
        return roles;
    }

    private static List<String> audited() {
        var codes = new ArrayList<String>();
        PEOPLE.get(PEOPLE.owner(), "/installation/audit-events?action=refused&limit=50")
                .json()
                .path("items")
                .forEach(one -> codes.add(one.path("code").asString()));
        return codes;
    }

    @Test
    void somebody_who_was_never_here_signs_in_and_has_an_account() {
        // Given
        Walker ada = walker();
        // When
        At home = ada.walk(start("open") + "?return=/device", "ada");
        // Then
        assertThat(home.address()).isEqualTo(URI.create(FAIRLEAD.url() + "/device"));
        assertThat(email(ada)).isEqualTo("ada@example.com");
        assertThat(get(ada, "/account/organizations").json().path("items")).isEmpty();
        Walker again = walker();
        assertThat(again.walk(start("open"), "ada").path()).isEqualTo("/account");
        assertThat(get(again, "/account").json().path("id"))
                .isEqualTo(get(ada, "/account").json().path("id"));
        assertThat(get(ada, "/account/identities").json().path("items").path(0).path("provider"))
                .hasToString("\"open\"");
    }

    @Test
    void an_account_that_exists_is_never_opened_by_its_address() {
        // When
        Walker eve = walker();
        At refused = eve.walk(start("open"), "eve");
        Walker mallory = walker();
        At unverified = mallory.walk(start("open"), "mallory");
        // Then
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body())
                .contains("account-exists", "sign in as you did before", "request ");
        assertThat(email(eve)).isEqualTo("nobody");
        assertThat(unverified.status()).isEqualTo(403);
        assertThat(unverified.body()).contains("sign-up-refused").contains("verified");
        assertThat(email(mallory)).isEqualTo("nobody");
    }

    @Test
    void a_second_provider_with_the_same_address_opens_nothing_until_it_is_connected() {
        // Given
        provider("spare", Map.of("allowSignUp", true));
        Walker walker = walker();
        walker.walk(start("open"), "p11");
        // When
        At refused = walker().walk(start("spare"), "p11");
        At connected = walker.walk(walker.ticket(FAIRLEAD, "spare"), "p11");
        Walker again = walker();
        again.walk(start("spare"), "p11");
        // Then
        assertThat(refused.body()).contains("account-exists");
        assertThat(connected.path()).isEqualTo("/account");
        assertThat(email(again)).isEqualTo("p11@example.com");
    }

    @Test
    void who_has_no_account_is_let_in_only_where_that_is_wanted() {
        // Given
        provider("closed", Map.of());
        provider("strict", Map.of("allowSignUp", true, "emailDomains", List.of("example.net")));
        provider("staff", Map.of("allowSignUp", true, "allowedGroups", List.of("leads")));
        // When
        At closed = walker().walk(start("closed"), "p0");
        At strict = walker().walk(start("strict"), "p0");
        At staff = walker().walk(start("staff"), "p0");
        // Then
        assertThat(closed.body()).contains("sign-up-refused");
        assertThat(strict.body()).contains("provider-refused", "domains");
        assertThat(staff.body()).contains("provider-refused", "groups");
    }

    @Test
    void what_a_provider_says_of_somebody_is_theirs_as_long_as_it_says_so() {
        // Given
        String group =
                FAIRLEAD.api("POST", "/groups", People.json(Map.of("name", "Back end")))
                        .json()
                        .path("id")
                        .asString();
        provider(
                "corp",
                Map.of(
                        "allowSignUp",
                        true,
                        "organization",
                        organization,
                        "defaultRole",
                        "viewer",
                        "rules",
                        List.of(
                                Map.of("theirs", "leads", "role", "admin"),
                                Map.of("theirs", "engineers", "role", "developer"),
                                Map.of("theirs", "engineers", "group", "Back end"))));
        Walker walker = walker();
        // When
        walker.walk(start("corp"), "p1");
        List<String> first = roles(walker);
        String members = members(group);
        change("corp", Map.of("groupsClaim", "none"));
        walker.walk(start("corp"), "p1");
        List<String> without = roles(walker);
        String left = members(group);
        change("corp", Map.of("defaultRole", ""));
        walker.walk(start("corp"), "p1");
        // Then
        assertThat(first).containsExactly("developer");
        assertThat(members).contains("p1@example.com");
        assertThat(without).containsExactly("viewer");
        assertThat(left).doesNotContain("p1@example.com");
        assertThat(roles(walker)).isEmpty();
        assertThat(get(walker, "/organization").status()).isEqualTo(200);
    }

    private static String members(String group) {
        return FAIRLEAD.api("GET", "/groups/" + group + "/members", "").body();
    }

    @Test
    void who_is_in_no_group_any_more_goes_but_not_who_was_given_a_role_here() {
        // Given
        provider(
                "short",
                Map.of(
                        "allowSignUp",
                        true,
                        "organization",
                        organization,
                        "removeWithoutGroups",
                        true,
                        "rules",
                        List.of(Map.of("theirs", "engineers", "role", "operator"))));
        Walker goes = walker();
        Walker stays = walker();
        goes.walk(start("short"), "p2");
        stays.walk(start("short"), "p3");
        String id = get(stays, "/account").json().path("id").asString();
        FAIRLEAD.api("PATCH", "/members/" + id, People.json(Map.of("role", "viewer")));
        // When
        change("short", Map.of("groupsClaim", "none"));
        goes.walk(start("short"), "p2");
        stays.walk(start("short"), "p3");
        // Then
        assertThat(get(goes, "/account/organizations").json().path("items")).isEmpty();
        JsonNode one = get(stays, "/account/organizations").json().path("items").path(0);
        assertThat(one.path("role").asString()).isEqualTo("viewer");
        assertThat(one.path("mappedRoles")).isEmpty();
    }

    @Test
    void a_provider_that_is_off_or_gone_ends_what_began_by_it() {
        // Given
        provider("other", Map.of("allowSignUp", true));
        Walker walker = walker();
        walker.walk(start("other"), "p4");
        String before = email(walker);
        String commandLine = approved(walker);
        int open = PEOPLE.with(commandLine, "", "GET", "/account", "").status();
        // When
        change("other", Map.of("enabled", false));
        // Then
        assertThat(open).isEqualTo(200);
        assertThat(PEOPLE.with(commandLine, "", "GET", "/account", "").status()).isEqualTo(401);
        assertThat(before).isEqualTo("p4@example.com");
        assertThat(get(walker, "/account").status()).isEqualTo(401);
        assertThat(walker().walk(start("other"), "p4").status()).isEqualTo(404);
        change("other", Map.of("enabled", true));
        walker.walk(start("other"), "p4");
        assertThat(email(walker)).isEqualTo("p4@example.com");
        FAIRLEAD.api("DELETE", "/providers/other", "");
        assertThat(get(walker, "/account").status()).isEqualTo(401);
        assertThat(FAIRLEAD.api("GET", "/providers/other", "").code())
                .isEqualTo("provider-not-found");
    }

    /// The token of a command line that `walker` let in.
    private static String approved(Walker walker) {
        JsonNode begun = PEOPLE.post("/device-logins", Map.of()).json();
        String code = begun.path("userCode").asString();
        walker.ask(FAIRLEAD, "POST", "/device-logins/" + code + ":approve", "");
        return PEOPLE.post(
                        "/device-logins:token",
                        Map.of("deviceCode", begun.path("deviceCode").asString()))
                .json()
                .path("accessToken")
                .asString();
    }

    @Test
    void who_is_kept_out_stays_out_and_another_address_there_is_the_same_person_here() {
        // Given
        Walker walker = walker();
        walker.walk(start("open"), "p5");
        String id = get(walker, "/account").json().path("id").asString();
        // When
        change("open", Map.of("emailClaim", "sub"));
        Walker renamed = walker();
        renamed.walk(start("open"), "p5");
        change("open", Map.of("emailClaim", "email"));
        String same = get(renamed, "/account").json().path("id").asString();
        FAIRLEAD.api("PATCH", "/users/" + id, People.json(Map.of("disabled", true)));
        At out = walker().walk(start("open"), "p5");
        // Then
        assertThat(same).isEqualTo(id);
        assertThat(out.status()).isEqualTo(403);
        assertThat(out.body()).contains("kept out");
    }

    @Test
    void an_account_is_connected_by_who_is_signed_in_to_it_and_by_nobody_else() {
        // Given
        var person = PEOPLE.join(organization, "viewer");
        Walker walker = walker();
        walker.signIn(FAIRLEAD, person.email());
        // When
        String location = walker.ticket(FAIRLEAD, "open");
        Walker thief = walker();
        thief.signIn(FAIRLEAD, PEOPLE.join(organization, "viewer").email());
        At stolen = thief.walk(location, "p6");
        At connected = walker.walk(location, "p6");
        At twice = walker.walk(location, "p6");
        // Then
        assertThat(stolen.body()).contains("sign-in-over");
        assertThat(connected.path()).isEqualTo("/account");
        assertThat(twice.body()).contains("sign-in-over");
        Walker again = walker();
        again.walk(start("open"), "p6");
        assertThat(email(again)).isEqualTo(person.email());
        At taken = thief.walk(thief.ticket(FAIRLEAD, "open"), "p6");
        assertThat(taken.body()).contains("identity-taken");
        assertThat(walker.ask(FAIRLEAD, "DELETE", "/account/identities/open", "").status())
                .isEqualTo(204);
        assertThat(walker.ask(FAIRLEAD, "DELETE", "/account/identities/open", "").code())
                .isEqualTo("identity-not-found");
    }

    @Test
    void the_last_way_to_sign_in_is_kept() {
        // Given
        Walker walker = walker();
        walker.walk(start("open"), "p7");
        // When
        Reply refused = walker.ask(FAIRLEAD, "DELETE", "/account/identities/open", "");
        // Then
        assertThat(refused.code()).isEqualTo("last-way-to-sign-in");
        assertThat(email(walker)).isEqualTo("p7@example.com");
    }

    @Test
    void a_way_back_serves_once_in_the_browser_that_began_it() {
        // Given
        Walker walker = walker();
        Walker other = walker();
        other.walk(start("open"), "p9");
        Step back = walker.until(walker.open(start("open")), "p8", start("open") + "/callback");
        // When
        At elsewhere = other.walk(back, "p8");
        At here = walker.walk(back, "p8");
        At again = walker().walk(back, "p8");
        At replayed = walker.walk(back, "p8");
        // Then
        assertThat(elsewhere.body()).contains("sign-in-over");
        assertThat(email(other)).isEqualTo("p9@example.com");
        assertThat(here.path()).isEqualTo("/account");
        assertThat(again.body()).contains("sign-in-over");
        assertThat(replayed.body()).contains("sign-in-over");
        assertThat(audited()).contains("pending-unknown");
    }

    @Test
    void a_sign_in_ends_on_no_other_site() {
        for (String path : List.of("//evil.example", "https://evil.example", "/\\evil.example")) {
            // When
            At refused =
                    walker().walk(
                                    start("open")
                                            + "?return="
                                            + URLEncoder.encode(path, StandardCharsets.UTF_8),
                                    "ada");
            // Then
            assertThat(refused.status()).as(path).isEqualTo(400);
        }
    }

    @Test
    void a_second_factor_is_asked_for_unless_the_provider_is_trusted_with_it() {
        // Given
        provider("trusting", Map.of("trustsSecondFactor", true));
        var person = PEOPLE.join(organization, "viewer");
        Walker walker = walker();
        walker.signIn(FAIRLEAD, person.email());
        walker.walk(walker.ticket(FAIRLEAD, "open"), "p10");
        walker.walk(walker.ticket(FAIRLEAD, "trusting"), "p10");
        var codes = new OneTimeCodes();
        String secret =
                PEOPLE.ask(
                                person,
                                "POST",
                                "/account/second-factor",
                                Map.of("password", People.PASSWORD))
                        .json()
                        .path("secret")
                        .asString();
        PEOPLE.ask(
                person,
                "POST",
                "/account/second-factor:confirm",
                Map.of("code", codes.code(secret, Instant.now())));
        // When
        Walker trusted = walker();
        At without = trusted.walk(start("trusting"), "p10");
        Walker asked = walker();
        At with = asked.walk(start("open") + "?return=/device", "p10");
        String before = email(asked);
        Map<String, String> brought = new HashMap<>();
        for (String pair : with.address().getFragment().split("&", -1)) {
            brought.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        brought.put("code", "000000");
        Reply wrong = asked.ask(FAIRLEAD, "POST", "/sign-in:second-factor", People.json(brought));
        brought.put("code", codes.code(secret, Instant.now().plusSeconds(30)));
        Reply elsewhere =
                walker().ask(FAIRLEAD, "POST", "/sign-in:second-factor", People.json(brought));
        Reply right = asked.ask(FAIRLEAD, "POST", "/sign-in:second-factor", People.json(brought));
        // Then
        assertThat(without.path()).isEqualTo("/account");
        assertThat(email(trusted)).isEqualTo(person.email());
        assertThat(with.path()).isEqualTo("/second-factor");
        assertThat(before).isEqualTo("nobody");
        assertThat(wrong.code()).isEqualTo("sign-in-refused");
        assertThat(elsewhere.code()).isEqualTo("sign-in-over");
        assertThat(right.json().path("location").asString()).isEqualTo("/device");
        assertThat(email(asked)).isEqualTo(person.email());
    }
}
