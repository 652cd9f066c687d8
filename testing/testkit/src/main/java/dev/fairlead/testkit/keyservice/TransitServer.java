package dev.fairlead.testkit.keyservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.fairlead.testkit.providers.SigningKey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server that does what Vault and OpenBao document of their transit engine: data keys,
/// decryption, rewrapping, versions of a key, and refusals in their words. One token, one mount.
public final class TransitServer implements AutoCloseable {
    private static final Pattern PATH =
            Pattern.compile("/v1/transit/(datakey/wrapped|decrypt|rewrap)/(\\w+)");
    private static final Pattern CIPHERTEXT = Pattern.compile("\"ciphertext\" *: *\"([^\"]*)\"");
    private static final Pattern BITS = Pattern.compile("\"bits\" *: *256\\b");

    private final HttpServer server;
    private final String scheme;
    private final String token = "hvs." + UUID.randomUUID().toString().replace("-", "");
    private final SecureRandom random = new SecureRandom();
    private final Map<String, TransitKey> keys = new ConcurrentHashMap<>();
    private final List<byte[]> unwrapped = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String namespace = "";
    private volatile String forbidden = "none";
    private volatile boolean sealed;

    private TransitServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /// On this machine, without TLS.
    public static TransitServer plain() throws IOException {
        return new TransitServer(HttpServer.create(free(), 16), "http");
    }

    /// With the certificate of `key`, which is for `localhost`.
    public static TransitServer secure(SigningKey key)
            throws IOException, GeneralSecurityException {
        char[] password = "x".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", key.privateKey(), password, new Certificate[] {key.certificate()});
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(free(), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new TransitServer(server, "https");
    }

    public URI address() {
        return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
    }

    public String token() {
        return token;
    }

    /// Makes a key with one version.
    public TransitServer key(String name) {
        keys.put(name, new TransitKey());
        return this;
    }

    /// Gives a key one version more.
    public void rotate(String name) {
        known(name).rotate();
    }

    /// Opens nothing any more that was wrapped under versions before this one.
    public void least(String name, int version) {
        known(name).least(version);
    }

    /// Is only there for who names this namespace.
    public void namespace(String name) {
        namespace = name;
    }

    /// Refuses the token this operation: `decrypt`, `rewrap`, `datakey/wrapped`, or `none`.
    public void forbid(String operation) {
        forbidden = operation;
    }

    /// Refuses everything until it is unsealed.
    public void seal(boolean shut) {
        sealed = shut;
    }

    /// What an operator gets by `vault write -f transit/datakey/wrapped/NAME`.
    public String wrap(String name) {
        return known(name).encrypt(fresh(32));
    }

    /// What an operator gets by `vault write transit/encrypt/NAME plaintext=…`.
    public String wrap(String name, byte[] plain) {
        return known(name).encrypt(plain);
    }

    /// Every key that it told anybody, in plain.
    public List<byte[]> unwrapped() {
        return List.copyOf(unwrapped);
    }

    /// The operations that it was asked for, in order.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private TransitKey known(String name) {
        TransitKey key = keys.get(name);
        if (key == null) {
            throw new IllegalStateException("there is no key " + name);
        }
        return key;
    }

    private byte[] fresh(int bytes) {
        byte[] key = new byte[bytes];
        random.nextBytes(key);
        return key;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher path = PATH.matcher(exchange.getRequestURI().getRawPath());
        boolean there = path.matches() && namespace.equals(header(exchange, "X-Vault-Namespace"));
        if (there) {
            asked.add(path.group(1));
        }
        if (sealed) {
            refuse(exchange, 503, "Vault is sealed");
        } else if (!header(exchange, "X-Vault-Token").equals(token)
                || (there && path.group(1).equals(forbidden))) {
            refuse(exchange, 403, "1 error occurred:\\n\\t* permission denied\\n\\n");
        } else if (!there) {
            refuse(exchange, 404, "no handler for route. route entry not found.");
        } else if (!exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, 405, "unsupported operation");
        } else if (!keys.containsKey(path.group(2))) {
            refuse(exchange, 400, "encryption key not found");
        } else {
            operate(exchange, path.group(1), known(path.group(2)), body);
        }
    }

    private void operate(HttpExchange exchange, String operation, TransitKey key, String body)
            throws IOException {
        Matcher ciphertext = CIPHERTEXT.matcher(body);
        String given = ciphertext.find() ? ciphertext.group(1) : "";
        try {
            switch (operation) {
                case "decrypt" -> give(exchange, "plaintext", told(key.decrypt(given)));
                case "rewrap" -> give(exchange, "ciphertext", key.encrypt(key.decrypt(given)));
                default ->
                        give(
                                exchange,
                                "ciphertext",
                                key.encrypt(fresh(BITS.matcher(body).find() ? 32 : 16)));
            }
        } catch (TransitKey.Refused e) {
            refuse(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    private String told(byte[] plain) {
        unwrapped.add(plain);
        return Base64.getEncoder().encodeToString(plain);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static void give(HttpExchange exchange, String field, String value) throws IOException {
        String data = "{\"" + field + "\":\"" + value + "\",\"key_version\":1}";
        send(
                exchange,
                200,
                "{\"request_id\":\""
                        + UUID.randomUUID()
                        + "\",\"lease_id\":\"\",\"renewable\":false,\"lease_duration\":0,\"data\":"
                        + data
                        + ",\"wrap_info\":null,\"warnings\":null,\"auth\":null}");
    }

    private static void refuse(HttpExchange exchange, int status, String error) throws IOException {
        send(exchange, status, "{\"errors\":[\"" + error + "\"]}");
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
