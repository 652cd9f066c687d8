package dev.fairlead.testkit.providers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// A server that does what GitHub documents of its OAuth apps: codes that serve once, PKCE, errors
/// with status 200, a REST interface that wants a bearer token and a user agent; that also where an
/// enterprise server has it.
public final class GitHubLike implements AutoCloseable {
    public static final String ID = "Iv1.abc";
    public static final String SECRET = "github-secret";

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final String token = "gho_" + UUID.randomUUID();
    private volatile Map<String, Object> user =
            Map.of("id", 583_231, "login", "octocat", "name", "Octo");
    private volatile List<Map<String, Object>> emails = List.of();
    private volatile List<Map<String, Object>> organizations = List.of();

    public GitHubLike() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/login/oauth/authorize", this::authorize);
        server.createContext("/login/oauth/access_token", this::exchange);
        for (String api : List.of("", "/api/v3")) {
            server.createContext(api + "/user", e -> rest(e, Json.of(user)));
            server.createContext(api + "/user/emails", e -> rest(e, Json.of(emails)));
            server.createContext(api + "/user/orgs", e -> rest(e, Json.of(organizations)));
        }
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Who agrees next, as the REST interface tells it.
    public void user(Map<String, Object> next) {
        user = next;
    }

    public void emails(List<Map<String, Object>> all) {
        emails = all;
    }

    public void organizations(List<Map<String, Object>> all) {
        organizations = all;
    }

    /// The user agrees at once.
    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = parsed(exchange.getRequestURI().getRawQuery());
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        String to =
                value(asked, "redirect_uri") + "?code=" + code + "&state=" + value(asked, "state");
        exchange.getResponseHeaders().add("location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        Map<String, String> sent =
                parsed(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Optional<Map<String, String>> asked =
                Optional.ofNullable(codes.remove(value(sent, "code")));
        boolean client =
                value(sent, "client_id").equals(ID) && value(sent, "client_secret").equals(SECRET);
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

    private static boolean proves(Map<String, String> asked, Map<String, String> sent) {
        return value(asked, "redirect_uri").equals(value(sent, "redirect_uri"))
                && challenge(value(sent, "code_verifier")).equals(value(asked, "code_challenge"));
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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

    private static String value(Map<String, String> parameters, String name) {
        return parameters.getOrDefault(name, "");
    }

    private static Map<String, String> parsed(String query) {
        var values = new HashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            values.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
