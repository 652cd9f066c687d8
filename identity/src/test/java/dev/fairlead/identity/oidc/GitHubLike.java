package dev.fairlead.identity.oidc;

import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.fairlead.identity.external.Refusal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A server that does what GitHub documents of its OAuth apps: codes that serve once, PKCE, errors
/// with status 200, a REST interface that wants a bearer token and a user agent.
final class GitHubLike implements AutoCloseable {
    static final ClientCredentials CLIENT = new ClientCredentials("Iv1.abc", "github-secret");

    volatile Map<String, Object> user = Map.of("id", 583_231, "login", "octocat", "name", "Octo");
    volatile List<Map<String, Object>> emails = List.of();
    volatile List<Map<String, Object>> organizations = List.of();

    private final HttpServer server;
    private final Map<String, CallbackParameters> codes = new ConcurrentHashMap<>();
    private final String token = "gho_" + UUID.randomUUID();

    GitHubLike() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/login/oauth/authorize", this::authorize);
        server.createContext("/login/oauth/access_token", this::exchange);
        server.createContext("/user", e -> rest(e, JSONObjectUtils.toJSONString(user)));
        server.createContext("/user/emails", e -> rest(e, JSONArrayUtils.toJSONString(emails)));
        server.createContext(
                "/user/orgs", e -> rest(e, JSONArrayUtils.toJSONString(organizations)));
        server.start();
    }

    GitHubProvider.Endpoints endpoints() {
        URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new GitHubProvider.Endpoints(
                here.resolve("/login/oauth/authorize"),
                here.resolve("/login/oauth/access_token"),
                here);
    }

    /// The user agrees at once.
    private void authorize(HttpExchange exchange) throws IOException {
        CallbackParameters asked = parsed(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        String to =
                value(asked, "redirect_uri") + "?code=" + code + "&state=" + value(asked, "state");
        exchange.getResponseHeaders().add("location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        CallbackParameters sent =
                parsed(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Optional<CallbackParameters> asked = Optional.ofNullable(codes.remove(value(sent, "code")));
        boolean client =
                value(sent, "client_id").equals(CLIENT.id())
                        && value(sent, "client_secret").equals(CLIENT.secret());
        boolean right = asked.filter(was -> proves(was, sent)).isPresent();
        if (!client) {
            send(exchange, 200, "{\"error\":\"incorrect_client_credentials\"}");
        } else if (!right) {
            send(exchange, 200, "{\"error\":\"bad_verification_code\"}");
        } else {
            send(
                    exchange,
                    200,
                    "{\"access_token\":\"%s\",\"scope\":\"user:email\",\"token_type\":\"bearer\"}"
                            .formatted(token));
        }
    }

    private static boolean proves(CallbackParameters asked, CallbackParameters sent) {
        var verifier = new CodeVerifier(value(sent, "code_verifier"));
        return value(asked, "redirect_uri").equals(value(sent, "redirect_uri"))
                && CodeChallenge.compute(CodeChallengeMethod.S256, verifier)
                        .getValue()
                        .equals(value(asked, "code_challenge"));
    }

    private void rest(HttpExchange exchange, String json) throws IOException {
        var headers = exchange.getRequestHeaders();
        boolean known = ("Bearer " + token).equals(headers.getFirst("authorization"));
        boolean named = headers.getFirst("user-agent") != null;
        send(exchange, known ? named ? 200 : 403 : 401, json);
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String value(CallbackParameters parameters, String name) {
        return parameters.value(name).orElse("");
    }

    private static CallbackParameters parsed(String query) {
        try {
            return CallbackParameters.parse(query);
        } catch (Refusal e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
