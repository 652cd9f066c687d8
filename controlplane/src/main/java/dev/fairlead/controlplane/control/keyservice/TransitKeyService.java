package dev.fairlead.controlplane.control.keyservice;

import dev.fairlead.controlplane.control.keyservice.KeyServiceFailed.Why;
import dev.fairlead.identity.outbound.Answer;
import dev.fairlead.identity.outbound.Ask;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundFailed;
import dev.fairlead.model.errors.InvalidValue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The transit engine of HashiCorp Vault or OpenBao, by HTTP.
public final class TransitKeyService implements KeyService {
    private static final Logger LOG = LoggerFactory.getLogger(TransitKeyService.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int KEY_BYTES = 32;

    private final Outbound outbound;
    private final Place place;
    private final String token;
    private final Patience patience;

    public TransitKeyService(Outbound outbound, Place place, String token, Patience patience) {
        this.outbound = outbound;
        this.place = place;
        this.token = token;
        this.patience = patience;
    }

    /// Where the service is, where its engine is mounted, and what its key is called there.
    public record Place(URI address, String mount, String key, Optional<String> namespace) {
        private URI of(String operation) {
            String root = address.toString().replaceFirst("/+$", "");
            return URI.create(root + "/v1/" + mount + "/" + operation + "/" + key);
        }
    }

    /// How often a service is asked that may answer in a moment; each pause is twice the one
    /// before.
    public record Patience(int tries, Duration pause) {
        public static final Patience STANDARD = new Patience(5, Duration.ofMillis(500));
    }

    /// Only the wrapped key comes back: the key itself crosses the network when it is unwrapped,
    /// which also shows that it can be.
    @Override
    public WrappedKey generate() {
        URI at = place.of("datakey/wrapped");
        return wrapped(at, data(at, "{\"bits\":256}", "ciphertext"));
    }

    @Override
    public SecretKey unwrap(WrappedKey wrapped) {
        URI at = place.of("decrypt");
        try {
            byte[] key = Base64.getDecoder().decode(data(at, ciphertext(wrapped), "plaintext"));
            if (key.length == KEY_BYTES) {
                return new SecretKeySpec(key, "AES");
            }
        } catch (IllegalArgumentException _) {
            // Refused below, like one of another length; what it says may be a part of a key.
        }
        throw new KeyServiceFailed(Why.NOT_A_KEY, "what was unwrapped at " + at + " is no key");
    }

    @Override
    public WrappedKey rewrap(WrappedKey wrapped) {
        URI at = place.of("rewrap");
        return wrapped(at, data(at, ciphertext(wrapped), "ciphertext"));
    }

    /// Base64 and colons need no quoting.
    private static String ciphertext(WrappedKey wrapped) {
        return "{\"ciphertext\":\"" + wrapped.text() + "\"}";
    }

    private static WrappedKey wrapped(URI at, String text) {
        try {
            return new WrappedKey(text);
        } catch (InvalidValue _) {
            throw notUnderstood(at);
        }
    }

    private static KeyServiceFailed notUnderstood(URI at) {
        return new KeyServiceFailed(
                Why.NOT_UNDERSTOOD, "what answers at " + at + " is no transit engine");
    }

    /// Asks again for a while where that may help.
    private String data(URI at, String body, String field) {
        Duration pause = patience.pause();
        for (int tries = 1; ; tries++) {
            try {
                return once(at, body, field);
            } catch (KeyServiceFailed e) {
                if (!e.why().passing()) {
                    throw e;
                }
                if (tries >= patience.tries()) {
                    throw new KeyServiceFailed(
                            e.why(), e.getMessage() + " (asked " + tries + " times)", e);
                }
                LOG.warn("the key service is asked again why={}", e.getMessage());
            }
            sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static void sleep(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a key service was asked", e);
        }
    }

    private String once(URI at, String body, String field) {
        Answer answer;
        try {
            answer = outbound.send(new Ask(at, headers(), body));
        } catch (OutboundFailed e) {
            String what = String.valueOf(e.getMessage());
            throw switch (e.why()) {
                case UNREACHABLE -> new KeyServiceFailed(Why.UNREACHABLE, what, e);
                case ADDRESS_REFUSED -> new KeyServiceFailed(Why.NOT_UNDERSTOOD, what, e);
                case TOO_LARGE, MALFORMED -> notUnderstood(at);
            };
        }
        if (!answer.ok()) {
            throw refused(at, answer);
        }
        String value =
                json(answer.body())
                        .map(root -> root.path("data").path(field).asString(""))
                        .orElse("");
        if (value.isEmpty()) {
            throw notUnderstood(at);
        }
        return value;
    }

    private Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        headers.put("X-Vault-Token", token);
        headers.put("X-Vault-Request", "true");
        headers.put("Content-Type", "application/json");
        place.namespace().ifPresent(name -> headers.put("X-Vault-Namespace", name));
        return headers;
    }

    private static KeyServiceFailed refused(URI at, Answer answer) {
        Why why = why(answer.status(), errors(answer.body()));
        String what =
                switch (why) {
                    case SEALED -> "the key service is sealed";
                    case FORBIDDEN -> "the key service refuses the token";
                    case NO_ENGINE -> "the key service has no transit engine there";
                    case NO_KEY -> "the key service has no such key";
                    case UNFIT_KEY -> "the key of the key service cannot wrap others";
                    case ANOTHER_KEY -> "the wrapped key is of another key, or was changed";
                    case TOO_OLD -> "the wrapped key is of a version that is opened no more";
                    case UNREACHABLE, BUSY, NOT_UNDERSTOOD, NOT_A_KEY ->
                            "the key service does not do it";
                };
        return new KeyServiceFailed(why, what + ": " + at + " answered " + answer.status());
    }

    /// Of a wrapped key that does not open, some releases say 400 and others 500.
    private static Why why(int status, String errors) {
        if (errors.contains("message authentication failed")
                || errors.contains("invalid ciphertext")) {
            return Why.ANOTHER_KEY;
        }
        if (errors.contains("too old")) {
            return Why.TOO_OLD;
        }
        if (errors.contains("key not found") || errors.contains("policy not found")) {
            return Why.NO_KEY;
        }
        return switch (status) {
            case 400 ->
                    errors.contains("context") || errors.contains("not support")
                            ? Why.UNFIT_KEY
                            : Why.NOT_UNDERSTOOD;
            case 401, 403 -> Why.FORBIDDEN;
            case 404 -> Why.NO_ENGINE;
            case 503 -> errors.contains("sealed") ? Why.SEALED : Why.BUSY;
            case 412, 429, 500, 502, 504 -> Why.BUSY;
            default -> Why.NOT_UNDERSTOOD;
        };
    }

    private static String errors(String body) {
        return json(body)
                .map(root -> root.path("errors").toString().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /// Why it could not be read nobody is told: that would show some of it.
    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
