package dev.fairlead.controlplane.control.signing;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.signing.SigningSecretStore;
import dev.fairlead.controlplane.store.signing.SigningSecretStore.Row;
import dev.fairlead.dataplane.signing.SigningSecret;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes signing secrets, shows each once, and opens them for the data plane.
public final class SigningSecrets {
    private static final Logger LOG = LoggerFactory.getLogger(SigningSecrets.class);
    private static final int KEY_ID_DIGITS = 32;

    private final SigningSecretStore store;
    private final Envelope envelope;
    private final Clock clock;

    public SigningSecrets(SigningSecretStore store, Envelope envelope, Clock clock) {
        this.store = store;
        this.envelope = envelope;
        this.clock = clock;
    }

    /// A new secret; `previous` is the key id of the one before and when it ends.
    public record Made(
            String keyId, SecretText text, Instant at, Optional<SigningSecret> previous) {}

    /// Gives a function another secret; the one before holds for `grace` more.
    public Made rotate(OrganizationId organization, ServiceId function, Duration grace) {
        SecretText text = SecretText.generate(SecretText.Kind.SIGNING);
        String keyId = keyId(text.text());
        Instant now = clock.instant();
        Optional<Row> previous =
                store.rotate(
                        organization,
                        function,
                        keyId,
                        envelope.seal(bound(function, keyId), text.text()),
                        now.plus(grace));
        return new Made(keyId, text, now, previous.flatMap(this::open));
    }

    /// A secret's name, which whoever has the secret can tell by themselves: the first 128 bits of
    /// its SHA-256.
    public static String keyId(String secret) {
        return ContentHash.of(secret.getBytes(StandardCharsets.US_ASCII))
                .hex()
                .substring(0, KEY_ID_DIGITS);
    }

    /// What a signing secret is called when it is sealed.
    public static String bound(ServiceId function, String keyId) {
        return function + "/signing/" + keyId;
    }

    public List<SigningSecret> of(ServiceId function) {
        return store.of(function).stream().map(this::open).flatMap(Optional::stream).toList();
    }

    /// Those of all functions.
    public Map<ServiceId, List<SigningSecret>> all() {
        var all = new LinkedHashMap<ServiceId, List<SigningSecret>>();
        for (Row row : store.all()) {
            open(row)
                    .ifPresent(one ->
                            all.computeIfAbsent(row.function(), _ -> new ArrayList<>()).add(one));
        }
        return all;
    }

    private Optional<SigningSecret> open(Row row) {
        return open(envelope, row.function(), row.keyId(), row.sealed(), row.until());
    }

    /// Empty for what was sealed under another master key: it opens nothing, and the rest goes on.
    public static Optional<SigningSecret> open(
            Envelope envelope,
            ServiceId function,
            String keyId,
            String sealed,
            Optional<Instant> until) {
        try {
            String secret =
                    envelope.open(bound(function, keyId), Base64.getDecoder().decode(sealed));
            return Optional.of(new SigningSecret(keyId, secret, sealed, until));
        } catch (IllegalStateException | IllegalArgumentException e) {
            LOG.error(
                    "a signing secret cannot be opened functionId={} keyId={}", function, keyId, e);
            return Optional.empty();
        }
    }
}
