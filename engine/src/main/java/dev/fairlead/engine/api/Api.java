package dev.fairlead.engine.api;

import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.EngineFacts.Product;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.http.Answer;
import dev.fairlead.engine.http.EngineClient;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.http.Request;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The API in the version that the engine and we both know.
public final class Api implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONFLICT = 409;
    // Podman's words, to which it gives a status as it comes.
    private static final List<String> CONFLICTS =
            List.of("container state improper", "has dependent containers");
    private static final int LONGEST_REFUSAL = 64 << 10;

    // What our calls need came with the first, and nothing of it changed up to the last.
    private static final int OLDEST = 41;
    private static final int NEWEST = 47;

    private final EngineAddress address;
    private final EngineClient client;
    private volatile @Nullable Spoken spoken;

    public Api(EngineAddress address) {
        this.address = address;
        this.client = new EngineClient(address);
    }

    public EngineAddress address() {
        return address;
    }

    /// Who answers, and below which path.
    public record Spoken(String prefix, Product product, String version, String architecture) {}

    public Spoken spoken() throws IOException {
        Spoken known = spoken;
        return known == null ? negotiate() : known;
    }

    /// Asks anew: behind one address engines are replaced.
    public Spoken negotiate() throws IOException {
        JsonNode version = json(Request.get("/version"));
        Product product = Product.DOCKER;
        String number = Json.text(version, "Version");
        for (JsonNode component : version.path("Components")) {
            if (Json.text(component, "Name").startsWith("Podman")) {
                product = Product.PODMAN;
                number = Json.text(component, "Version");
            }
        }
        var found =
                new Spoken(
                        prefix(Json.text(version, "ApiVersion")),
                        product,
                        number,
                        Json.text(version, "Arch"));
        spoken = found;
        return found;
    }

    private static String prefix(String newest) throws IOException {
        String[] parts = newest.split("\\.", -1);
        try {
            int minor = Integer.parseInt(parts[parts.length - 1]);
            if (parts.length == 2 && parts[0].equals("1") && minor >= OLDEST) {
                return "/v1." + Math.min(minor, NEWEST);
            }
        } catch (NumberFormatException e) {
            // Refused below, like one that is too old.
        }
        throw new IOException("the engine's API is " + newest + "; 1." + OLDEST + " is needed");
    }

    public boolean podman() throws IOException {
        return spoken().product() == Product.PODMAN;
    }

    public String at(Object path) throws IOException {
        return spoken().prefix() + path;
    }

    public JsonNode get(Object path) throws IOException {
        return json(Request.get(at(path)));
    }

    public JsonNode post(Object path, Object content) throws IOException {
        return json(Request.post(at(path)).json(Json.bytes(content)));
    }

    /// Whatever is answered.
    public void send(Object path, Object content) throws IOException {
        text(Request.post(at(path)).json(Json.bytes(content)), PATIENCE);
    }

    public void post(Object path) throws IOException {
        text(Request.post(at(path)), PATIENCE);
    }

    /// Without effect on what is not there.
    public void delete(Object path) throws IOException {
        try {
            text(Request.delete(at(path)), PATIENCE);
        } catch (EngineFailed e) {
            if (e.reason() != Reason.MISSING) {
                throw e;
            }
        }
    }

    private JsonNode json(Request request) throws IOException {
        return Json.parsed(text(request, PATIENCE));
    }

    public String text(Request request, Duration patience) throws IOException {
        Answer answer = client.call(request, patience);
        if (!answer.fine()) {
            throw refusal(answer.status(), answer.text());
        }
        return answer.text();
    }

    /// An answer that is read while it comes, or a stream; the deadline is for its head alone.
    public Exchange open(Request request, boolean upgrade) throws IOException {
        return accepted(client.open(request, upgrade, PATIENCE));
    }

    /// The same with a deadline for all of it.
    public Exchange openWithin(Request request, boolean upgrade, Duration patience)
            throws IOException {
        return accepted(client.openWithin(request, upgrade, patience));
    }

    private static Exchange accepted(Exchange exchange) throws IOException {
        if (exchange.status() < 300) {
            return exchange;
        }
        try (exchange) {
            byte[] said = exchange.body().readNBytes(LONGEST_REFUSAL);
            throw refusal(exchange.status(), new String(said, StandardCharsets.UTF_8));
        }
    }

    private static EngineFailed refusal(int status, String text) {
        String message = text;
        try {
            message = Json.parsed(text).path("message").asString(text);
        } catch (IOException e) {
            // Then it is not one of its own errors; the text has to do.
        }
        return failure(status, message);
    }

    public static EngineFailed failure(int status, String message) {
        Reason reason =
                switch (CONFLICTS.stream().anyMatch(message::contains) ? CONFLICT : status) {
                    case 400 -> Reason.INVALID;
                    case 401, 403 -> Reason.UNAUTHORIZED;
                    case 404 -> Reason.MISSING;
                    case CONFLICT -> Reason.CONFLICT;
                    case 405, 501 -> Reason.UNSUPPORTED;
                    default -> Reason.OTHER;
                };
        String words = message.strip();
        return new EngineFailed(reason, words.isEmpty() ? "the engine answered " + status : words);
    }

    @Override
    public void close() {
        client.close();
    }
}
