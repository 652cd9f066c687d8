package dev.fairlead.engine.api;

import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.http.Request;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// What an engine tells of long work, line by line; that it failed is one of them.
public final class Told {
    private Told() {}

    public static void read(Api api, Request request, Duration patience, Consumer<JsonNode> heard)
            throws IOException {
        try (Exchange exchange = api.openWithin(request, false, patience)) {
            try {
                read(new Lines(exchange.body()), heard);
            } catch (EngineFailed e) {
                throw e;
            } catch (IOException e) {
                throw exchange.explained(e);
            }
        }
    }

    private static void read(Lines lines, Consumer<JsonNode> heard) throws IOException {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            JsonNode told = Json.parsed(line.get());
            if (told.has("error") || told.has("errorDetail")) {
                String message = told.path("errorDetail").path("message").asString("");
                throw Api.failure(500, message.isEmpty() ? Json.text(told, "error") : message);
            }
            heard.accept(told);
        }
    }
}
