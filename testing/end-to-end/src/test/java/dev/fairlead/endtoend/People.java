package dev.fairlead.endtoend;

import dev.fairlead.endtoend.Installation.Reply;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// People of a test: invited, signed in, and asking as themselves.
final class People {
    static final String PASSWORD = "violet-otter-parcel-94";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Installation fairlead;

    People(Installation fairlead) {
        this.fairlead = fairlead;
    }

    /// Somebody with an account. `organization` is the one that they ask in.
    record Person(String id, String email, String token, String organization) {
        Person in(String other) {
            return new Person(id, email, token, other);
        }
    }

    /// Makes an organization.
    String organization(String name) {
        return fairlead.api("POST", "/organizations", json(Map.of("name", name)))
                .json()
                .path("id")
                .asString();
    }

    /// The organization that every installation begins with.
    String first() {
        return fairlead.api("GET", "/organization", "").json().path("id").asString();
    }

    /// A new user who was invited with `role`.
    Person join(String organization, String role) {
        String email = role + COUNT.incrementAndGet() + "@example.org";
        String token = invite(organization, email, role);
        Reply joined =
                post(
                        "/invitations:accept",
                        Map.of("token", token, "name", "A " + role, "password", PASSWORD));
        if (joined.status() != 200) {
            throw new IllegalStateException(joined.body());
        }
        return signIn(email, organization);
    }

    /// The token of an invitation.
    String invite(String organization, String email, String role) {
        Reply invited =
                administrator(
                        organization,
                        "POST",
                        "/invitations",
                        json(Map.of("email", email, "role", role)));
        if (invited.status() != 201) {
            throw new IllegalStateException(invited.body());
        }
        String link = invited.json().path("link").asString();
        return link.substring(link.indexOf("#token=") + "#token=".length());
    }

    /// Signs in for tokens.
    Person signIn(String email, String organization) {
        Reply tokens = post("/tokens", Map.of("email", email, "password", PASSWORD));
        if (tokens.status() != 201) {
            throw new IllegalStateException(tokens.body());
        }
        String token = tokens.json().path("accessToken").asString();
        var unnamed = new Person("", email, token, organization);
        String id = get(unnamed, "/account").json().path("id").asString();
        return new Person(id, email, token, organization);
    }

    /// Somebody who administers the installation, which no key of one organization does elsewhere.
    private Reply administrator(String organization, String method, String path, String body) {
        if (organization.equals(first())) {
            return fairlead.api(method, path, body);
        }
        return ask(owner().in(organization), method, path, body);
    }

    private volatile Person owner = new Person("", "", "", "");

    /// The first administrator of the installation.
    synchronized Person owner() {
        if (owner.id().isEmpty()) {
            String token = fairlead.setupToken();
            Reply made =
                    post(
                            "/setup",
                            Map.of(
                                    "token",
                                    token,
                                    "email",
                                    "first@example.org",
                                    "name",
                                    "First",
                                    "password",
                                    PASSWORD));
            if (made.status() != 201) {
                throw new IllegalStateException(made.body());
            }
            owner = signIn("first@example.org", first());
        }
        return owner;
    }

    Reply get(Person person, String path) {
        return ask(person, "GET", path, "");
    }

    Reply ask(Person person, String method, String path, Map<String, ?> body) {
        return ask(person, method, path, json(body));
    }

    Reply ask(Person person, String method, String path, String body) {
        return with(person.token(), person.organization(), method, path, body);
    }

    /// A request with a bearer credential.
    Reply with(String bearer, String organization, String method, String path, String body) {
        var headers = new ArrayList<>(List.of("authorization", "Bearer " + bearer));
        headers.addAll(List.of("content-type", "application/json"));
        if (!organization.isEmpty()) {
            headers.addAll(List.of("fairlead-organization", organization));
        }
        return fairlead.send(
                method,
                "/api/v1" + path,
                body.getBytes(StandardCharsets.UTF_8),
                headers.toArray(String[]::new));
    }

    /// A request of nobody.
    Reply post(String path, Map<String, ?> body, String... headers) {
        var all = new ArrayList<>(List.of("content-type", "application/json"));
        all.addAll(List.of(headers));
        return fairlead.send(
                "POST",
                "/api/v1" + path,
                json(body).getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    /// A key of `person`'s own.
    JsonNode key(Person person, Map<String, ?> wanted) {
        Reply made = ask(person, "POST", "/account/keys", wanted);
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
        return made.json();
    }

    static String json(Map<String, ?> body) {
        return Installation.JSON.writeValueAsString(body);
    }
}
