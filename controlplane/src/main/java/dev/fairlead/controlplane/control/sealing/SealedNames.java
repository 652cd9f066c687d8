package dev.fairlead.controlplane.control.sealing;

import dev.fairlead.controlplane.control.access.SigningKeys;
import dev.fairlead.controlplane.control.audit.AuditStreams;
import dev.fairlead.controlplane.control.caching.Cdns;
import dev.fairlead.controlplane.control.certificates.Issuing;
import dev.fairlead.controlplane.control.domains.HostTables;
import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.control.providers.Waiting;
import dev.fairlead.controlplane.control.receipts.ReceiptKeys;
import dev.fairlead.controlplane.control.registries.Registries;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.users.SecondFactors;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.control.zones.Zones;
import dev.fairlead.controlplane.store.sealing.SealedStore.Row;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.apps.RegistryHost;
import dev.fairlead.model.domains.CertificateId;
import dev.fairlead.model.domains.ZoneId;
import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.DeploymentId;
import dev.fairlead.model.ids.EnvironmentId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.variables.VariableName;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// What each sealed value was called when it was sealed.
final class SealedNames {
    private SealedNames() {}

    /// Of a column of bytes.
    static String of(Row row) {
        return switch (row.column().table()) {
            case "acme_accounts" -> Issuing.bound(row.key("directory"));
            case "audit_streams" -> AuditStreams.bound(new AuditStreamId(id(row, "id")));
            case "cdns" -> Cdns.bound(new ProjectId(id(row, "project_id")));
            case "certificates" -> HostTables.bound(new CertificateId(id(row, "id")));
            case "pending_sign_ins" -> Waiting.bound(row.key("hash"));
            case "receipt_keys" -> ReceiptKeys.bound(row.key("id"));
            case "providers" -> Providers.bound(new ProviderId(row.key("name")));
            case "registries" ->
                    Registries.bound(
                            new OrganizationId(id(row, "organization_id")),
                            new RegistryHost(row.key("host")));
            case "signing_keys" -> SigningKeys.BOUND;
            case "signing_secrets" ->
                    SigningSecrets.bound(new ServiceId(id(row, "service_id")), row.key("key_id"));
            case "users" -> SecondFactors.bound(new UserId(id(row, "id")));
            case "variables" -> Variables.bound(place(row), new VariableName(row.key("name")));
            case "zones" -> Zones.bound(new ZoneId(id(row, "id")));
            default -> throw new IllegalStateException("nobody knows what " + row + " is called");
        };
    }

    /// Of a variable in a column of JSON.
    static String of(Row row, String variable) {
        return switch (row.column().table()) {
            case "versions" ->
                    Configurations.bound(
                            new DeploymentId(id(row, "deployment_id")), new VariableName(variable));
            case "deployments" ->
                    Configurations.override(
                            new ServiceId(id(row, "service_id")),
                            new EnvironmentId(id(row, "environment_id")),
                            variable);
            default -> throw new IllegalStateException("nobody knows what " + row + " is called");
        };
    }

    private static UUID id(Row row, String key) {
        return UUID.fromString(row.key(key));
    }

    private static <T> Optional<T> id(Row row, String key, Function<UUID, T> as) {
        return row.orNone(key).map(UUID::fromString).map(as);
    }

    private static VariablePlace place(Row row) {
        return new VariablePlace(
                id(row, "organization_id", OrganizationId::new),
                id(row, "project_id", ProjectId::new),
                id(row, "environment_id", EnvironmentId::new),
                id(row, "service_id", ServiceId::new));
    }
}
