package dev.fairlead.controlplane.api.audit;

import dev.fairlead.controlplane.api.routes.ApiJson;
import dev.fairlead.controlplane.store.audit.AuditEvent;
import dev.fairlead.model.wire.AuditEventResponse;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Audit events as JSON: in answers, in exports, and in streams to elsewhere.
public final class AuditLines {
    private final ApiJson json;

    public AuditLines(ApiJson json) {
        this.json = json;
    }

    /// With a line feed at its end.
    public String line(AuditEvent event) {
        return new String(json.write(wire(event)), StandardCharsets.UTF_8) + "\n";
    }

    AuditEventResponse wire(AuditEvent event) {
        return new AuditEventResponse(
                event.sequence(),
                event.at(),
                event.actor(),
                event.actorName(),
                event.via(),
                event.address(),
                event.requestId(),
                event.operation(),
                event.action(),
                event.targetKind(),
                Targets.shown(event),
                event.code().isEmpty() ? null : event.code(),
                tree(event.before()),
                tree(event.after()),
                event.hash());
    }

    private @Nullable Object tree(Optional<String> text) {
        return text.<Object>map(t -> json.tree(t.getBytes(StandardCharsets.UTF_8))).orElse(null);
    }
}
