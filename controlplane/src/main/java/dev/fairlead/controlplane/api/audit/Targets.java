package dev.fairlead.controlplane.api.audit;

import dev.fairlead.controlplane.store.audit.AuditEvent;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.InvitationId;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.RoleGrantId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/// What events happened to, as the rest of the API names it: the database writes bare UUIDs.
final class Targets {
    private static final Function<UUID, Object> USER = UserId::new;
    private static final Function<UUID, Object> FUNCTION = ServiceId::new;
    private static final Map<String, Function<UUID, Object>> KINDS =
            Map.ofEntries(
                    Map.entry("organization", OrganizationId::new),
                    Map.entry("user", USER),
                    Map.entry("member", USER),
                    Map.entry("group member", USER),
                    Map.entry("recovery code", USER),
                    Map.entry("directory user", USER),
                    Map.entry("directory group member", USER),
                    Map.entry("group", GroupId::new),
                    Map.entry("role grant", RoleGrantId::new),
                    Map.entry("invitation", InvitationId::new),
                    Map.entry("key", KeyId::new),
                    Map.entry("project", ProjectId::new),
                    Map.entry("function", FUNCTION),
                    Map.entry("allowed", FUNCTION),
                    Map.entry("deployment", DeploymentId::new),
                    Map.entry("session", SessionId::new),
                    Map.entry("audit stream", AuditStreamId::new));
    private static final List<Function<String, UUID>> IDS =
            List.of(
                    text -> OrganizationId.parse(text).value(),
                    text -> UserId.parse(text).value(),
                    text -> GroupId.parse(text).value(),
                    text -> RoleGrantId.parse(text).value(),
                    text -> InvitationId.parse(text).value(),
                    text -> KeyId.parse(text).value(),
                    text -> ProjectId.parse(text).value(),
                    text -> ServiceId.parse(text).value(),
                    text -> DeploymentId.parse(text).value(),
                    text -> SessionId.parse(text).value(),
                    text -> AuditStreamId.parse(text).value());

    private Targets() {}

    static String shown(AuditEvent event) {
        Function<UUID, Object> id = KINDS.get(event.targetKind());
        if (id == null) {
            return event.target();
        }
        try {
            return id.apply(UUID.fromString(event.target())).toString();
        } catch (IllegalArgumentException e) {
            return event.target();
        }
    }

    /// As the database has it; a name, or what is no id, stays what it is.
    static String kept(String text) {
        for (Function<String, UUID> id : IDS) {
            try {
                return id.apply(text).toString();
            } catch (Rejected e) {
                // an id of another kind, or none
            }
        }
        return text;
    }
}
