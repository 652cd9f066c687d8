package dev.fairlead.endtoend;

import dev.fairlead.endtoend.Installation.Reply;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Somebody with a project that has domains.
final class DomainTenant {
    private final Installation fairlead;
    private final String bearer;
    private final String organization;
    private final String project;

    private DomainTenant(
            Installation fairlead, String bearer, String organization, String project) {
        this.fairlead = fairlead;
        this.bearer = bearer;
        this.organization = organization;
        this.project = project;
    }

    /// The administrator's key, and one project of the first organization.
    static DomainTenant first(Installation fairlead, String project) {
        return make(fairlead, fairlead.key(), "", project);
    }

    static DomainTenant of(Installation fairlead, People.Person person, String project) {
        return make(fairlead, person.token(), person.organization(), project);
    }

    private static DomainTenant make(
            Installation fairlead, String bearer, String organization, String project) {
        var nowhere = new DomainTenant(fairlead, bearer, organization, "");
        nowhere.ask("POST", "/projects", Map.of("name", project));
        String id =
                nowhere.ask("GET", "/projects?name=" + project, Map.of())
                        .json()
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        return new DomainTenant(fairlead, bearer, organization, id);
    }

    String project() {
        return project;
    }

    Reply ask(String method, String path, Map<String, ?> body) {
        var headers = new HashMap<String, String>();
        headers.put("authorization", "Bearer " + bearer);
        headers.put("content-type", "application/json");
        if (!organization.isEmpty()) {
            headers.put("fairlead-organization", organization);
        }
        String[] flat =
                headers.entrySet().stream()
                        .flatMap(e -> Stream.of(e.getKey(), e.getValue()))
                        .toArray(String[]::new);
        byte[] bytes =
                body.isEmpty()
                        ? new byte[0]
                        : Installation.JSON
                                .writeValueAsString(body)
                                .getBytes(StandardCharsets.UTF_8);
        return fairlead.send(method, "/api/v1" + path, bytes, flat);
    }

    Reply claim(Map<String, ?> domain) {
        return ask("POST", "/projects/" + project + "/domains", domain);
    }

    JsonNode domain(String id) {
        return ask("GET", "/domains/" + id, Map.of()).json();
    }

    JsonNode verify(String id) {
        return ask("POST", "/domains/" + id + ":verify", Map.of()).json();
    }

    /// How to prove it by this method: where, and the value.
    static JsonNode proof(JsonNode domain, String method) {
        for (JsonNode one : domain.path("proofs")) {
            if (one.path("method").asString().equals(method)) {
                return one;
            }
        }
        throw new AssertionError("no proof by " + method + " in " + domain);
    }

    /// Claims it and proves it by TXT.
    JsonNode proven(Pebble pebble, Map<String, ?> domain) {
        return proven(pebble::text, domain);
    }

    /// The same with a name server that is told of the record.
    JsonNode proven(BiConsumer<String, String> records, Map<String, ?> domain) {
        Reply claimed = claim(domain);
        if (claimed.status() != 201) {
            throw new AssertionError(claimed.body());
        }
        JsonNode proof = proof(claimed.json(), "txt");
        records.accept(proof.path("where").asString(), proof.path("value").asString());
        JsonNode now = verify(claimed.json().path("id").asString());
        if (!now.path("state").asString().equals("active")) {
            throw new AssertionError(now.toString());
        }
        return now;
    }

    /// Its certificate for this name, once it was issued.
    JsonNode issued(String name) {
        var found = new JsonNode[1];
        Installation.await(
                () -> {
                    for (JsonNode one :
                            ask("GET", "/projects/" + project + "/certificates", Map.of())
                                    .json()
                                    .path("items")) {
                        if (one.path("names").toString().contains('"' + name + '"')
                                && one.path("state").asString().equals("issued")) {
                            found[0] = one;
                        }
                    }
                    return found[0] != null;
                },
                "a certificate for " + name);
        return found[0];
    }
}
