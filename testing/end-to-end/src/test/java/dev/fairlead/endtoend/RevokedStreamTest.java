package dev.fairlead.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.endtoend.People.Person;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A stream of events ends when the key that opened it is revoked.
@Tag("slow")
class RevokedStreamTest {
    private static final Installation FAIRLEAD = Installation.fresh(Map.of()).ready();
    private static final People PEOPLE = new People(FAIRLEAD);

    @AfterAll
    static void close() {
        FAIRLEAD.close();
    }

    @Test
    void who_may_no_longer_listen_hears_nothing_more() throws Exception {
        // Given
        String id =
                FAIRLEAD.javascript("heard", "hello", "export default () => ({ok: true})")
                        .path("id")
                        .asString();
        Person viewer = PEOPLE.join(PEOPLE.first(), "viewer");
        JsonNode key = PEOPLE.key(viewer, Map.of("name", "listens"));
        URI address = URI.create(FAIRLEAD.url() + "/api/v1/functions/" + id + "/logs?follow=true");
        try (var http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(60))
                            .header("authorization", "Bearer " + key.path("key").asString())
                            .build();
            var answer = http.send(request, BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            var ended =
                    CompletableFuture.supplyAsync(() -> {
                        try (InputStream events = answer.body()) {
                            return events.readAllBytes().length;
                        } catch (IOException e) {
                            return 0;
                        }
                    });
            // When
            PEOPLE.ask(viewer, "DELETE", "/account/keys/" + key.path("id").asString(), Map.of());
            // Then
            assertThat(ended.get(60, TimeUnit.SECONDS)).isNotNegative();
        }
    }
}
