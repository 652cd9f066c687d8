package dev.fairlead.controlplane.control.audit;

import dev.fairlead.controlplane.control.audit.AuditDelivery.Message;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.audit.AuditStream;
import dev.fairlead.controlplane.store.audit.AuditStream.Kind;
import dev.fairlead.controlplane.store.audit.AuditStreamStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.OrganizationId;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Streams of audit events: made, changed, tried out.
public final class AuditStreams {
    private static final int MOST = 10;
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST_ADDRESS = 2000;

    private final AuditStreamStore store;
    private final AuditDelivery delivery;
    private final Envelope envelope;
    private final Clock clock;

    public AuditStreams(
            AuditStreamStore store, AuditDelivery delivery, Envelope envelope, Clock clock) {
        this.store = store;
        this.delivery = delivery;
        this.envelope = envelope;
        this.clock = clock;
    }

    /// A stream, and what its webhooks are signed with.
    public record Made(AuditStream stream, Optional<String> secret) {
        /// Without the secret.
        @Override
        public String toString() {
            return "Made[" + stream.id() + "]";
        }
    }

    public Made create(
            Optional<OrganizationId> whose,
            String name,
            Kind kind,
            String address,
            boolean beginning) {
        check(kind, address);
        var id = AuditStreamId.next(clock);
        Optional<String> secret =
                kind == Kind.WEBHOOK ? Optional.of(newSecret()) : Optional.empty();
        AuditStream made =
                store.create(
                        whose,
                        new AuditStreamStore.Draft(
                                id,
                                name,
                                kind,
                                address,
                                secret.map(s -> base64(envelope.seal(bound(id), s))),
                                beginning),
                        MOST);
        return new Made(made, secret);
    }

    /// In the form that libraries of Standard Webhooks take.
    private static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return "whsec_" + base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// What a stream's secret is called when it is sealed.
    public static String bound(AuditStreamId id) {
        return id + "/secret";
    }

    private void check(Kind kind, String address) {
        try {
            if (address.length() <= LONGEST_ADDRESS
                    && delivery.allowsForm(kind, new URI(address))) {
                return;
            }
        } catch (URISyntaxException e) {
            // refused below, like an address of another form
        }
        throw Rejected.field(
                "/address",
                kind == Kind.WEBHOOK
                        ? "must be like https://logs.example.org/fairlead"
                        : "must be like syslog+tls://logs.example.org:6514, or syslog+tcp");
    }

    public AuditStream get(Optional<OrganizationId> whose, AuditStreamId id) {
        return store.find(whose, id)
                .orElseThrow(() ->
                        new Rejected(ErrorCode.AUDIT_STREAM_NOT_FOUND, "no audit stream " + id));
    }

    public List<AuditStream> list(Optional<OrganizationId> whose) {
        return store.list(whose);
    }

    /// Empty: as it is.
    public AuditStream change(
            Optional<OrganizationId> whose,
            AuditStreamId id,
            Optional<String> name,
            Optional<String> address,
            Optional<Boolean> paused) {
        AuditStream stream = get(whose, id);
        address.ifPresent(other -> check(stream.kind(), other));
        if (name.isPresent() || address.isPresent()) {
            store.change(whose, id, name.orElse(stream.name()), address.orElse(stream.address()));
        }
        paused.ifPresent(stop -> store.pause(whose, id, stop));
        return get(whose, id);
    }

    public void delete(Optional<OrganizationId> whose, AuditStreamId id) {
        get(whose, id);
        store.delete(whose, id);
    }

    /// Sends a message that is no event. Why it did not arrive; empty where it did.
    public Optional<String> test(Optional<OrganizationId> whose, AuditStreamId id) {
        AuditStream stream = get(whose, id);
        var message =
                new Message(
                        "{\"type\":\"test\",\"stream\":\"" + id + "\"}\n", clock.instant(), false);
        try {
            String batch = "test_" + clock.instant().toEpochMilli();
            delivery.send(stream, secret(stream), batch, List.of(message));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    Optional<String> secret(AuditStream stream) {
        return stream.sealed()
                .map(sealed ->
                        envelope.open(bound(stream.id()), Base64.getDecoder().decode(sealed)));
    }
}
