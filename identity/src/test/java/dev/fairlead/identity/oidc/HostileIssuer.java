package dev.fairlead.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A provider that says whatever a test has it say, with keys of its own.
final class HostileIssuer implements AutoCloseable {
    static final String CLIENT = "fairlead";
    static final String ACCESS_TOKEN = "an-access-token";

    final RSAKey key = rsa("first");
    final AtomicInteger keysAsked = new AtomicInteger();
    final AtomicInteger descriptionsAsked = new AtomicInteger();
    final Map<String, Object> description = new HashMap<>();
    final Map<String, Object> userInfo = new HashMap<>();
    volatile List<RSAKey> keys = List.of(key);
    volatile String idToken = "";
    volatile String padding = "";
    volatile String redirect = "";

    private final HttpServer server;

    HostileIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/.well-known/openid-configuration", this::describe);
        server.createContext("/keys", this::tellKeys);
        server.createContext("/token", exchange -> answer(exchange, tokens()));
        server.createContext("/me", exchange -> answer(exchange, userInfo));
        server.start();
        String issuer = issuer().toString();
        description.put("issuer", issuer);
        description.put("authorization_endpoint", issuer + "/authorize");
        description.put("token_endpoint", issuer + "/token");
        description.put("jwks_uri", issuer + "/keys");
        description.put("subject_types_supported", List.of("public"));
        description.put("response_types_supported", List.of("code"));
        description.put("id_token_signing_alg_values_supported", List.of("RS256", "HS256", "none"));
    }

    static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Claims that are right for the sign-in.
    JWTClaimsSet.Builder claims(PendingSignIn pending, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .subject("ada")
                .audience(CLIENT)
                .claim("nonce", pending.nonce())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)));
    }

    String signed(JWTClaimsSet claims) {
        return signed(claims, key);
    }

    static String signed(JWTClaimsSet claims, RSAKey key) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
            var token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private void describe(HttpExchange exchange) throws IOException {
        descriptionsAsked.incrementAndGet();
        if (redirect.isEmpty()) {
            answer(exchange, description);
        } else {
            exchange.getResponseHeaders().add("location", redirect);
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        }
    }

    private void tellKeys(HttpExchange exchange) throws IOException {
        keysAsked.incrementAndGet();
        answer(exchange, new JWKSet(List.copyOf(keys)).toJSONObject(true));
    }

    private Map<String, Object> tokens() {
        var tokens = new HashMap<String, Object>();
        tokens.put("access_token", ACCESS_TOKEN);
        tokens.put("token_type", "Bearer");
        if (!idToken.isEmpty()) {
            tokens.put("id_token", idToken);
        }
        return tokens;
    }

    private void answer(HttpExchange exchange, Map<String, Object> json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body =
                (JSONObjectUtils.toJSONString(json) + padding).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("content-type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        } catch (IOException e) {
            // Who asked had enough.
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
