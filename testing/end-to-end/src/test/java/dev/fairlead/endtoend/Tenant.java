package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.Installation.Reply;
import dev.fairlead.endtoend.People.Person;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// An organization of a test, with projects and functions and what it may use.
record Tenant(People people, Person owner) {
    private static final AtomicInteger COUNT = new AtomicInteger();

    /// The first administrator in a new organization.
    static Tenant of(People people) {
        String email = people.owner().email();
        String organization = people.organization("tenant" + COUNT.incrementAndGet());
        return new Tenant(people, people.signIn(email, organization));
    }

    /// The same, signed in again.
    Tenant again() {
        return new Tenant(people, people.signIn(owner.email(), owner.organization()));
    }

    record Project(String id, String name) {}

    Project project() {
        String name = "p" + COUNT.incrementAndGet();
        Reply made = people.ask(owner, "POST", "/projects", Map.of("name", name));
        return new Project(made.json().path("id").asString(), name);
    }

    /// Makes a function of this JavaScript.
    Reply function(Project project, String source) {
        var wanted =
                Map.of(
                        "project",
                        project.name(),
                        "name",
                        "f" + COUNT.incrementAndGet(),
                        "language",
                        "javascript",
                        "source",
                        source);
        return people.ask(owner, "POST", "/functions", wanted);
    }

    void quotas(String path, Map<String, ?> quotas) {
        Reply set = people.ask(owner, "PUT", path, quotas);
        assertThat(set.status()).as(set.body()).isEqualTo(200);
    }

    JsonNode quota(String resource) {
        Reply all = people.get(owner, "/organization/quotas");
        return all.json()
                .path("items")
                .valueStream()
                .filter(one -> one.path("resource").asString().equals(resource))
                .findFirst()
                .orElseThrow(() -> new AssertionError(all.body()));
    }
}
