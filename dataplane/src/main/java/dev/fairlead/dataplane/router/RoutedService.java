package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.signing.SigningSecret;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.AliasName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.util.List;
import java.util.Map;

/// One service that answers: where it is found, which version each alias names, and what each
/// version is; and the secrets that requests to it are signed with.
public record RoutedService(
        OrganizationId organization,
        ServiceId function,
        ProjectName project,
        ServiceName name,
        ServiceSettings settings,
        Map<AliasName, Integer> aliases,
        Map<Integer, VersionSpec> versions,
        List<SigningSecret> secrets) {
    public RoutedService {
        aliases = Map.copyOf(aliases);
        versions = Map.copyOf(versions);
        secrets = List.copyOf(secrets);
    }

    public Limits limits() {
        return settings.limits();
    }

    /// Whether bounded samples of input and output may be recorded.
    public boolean samples() {
        return settings.samples();
    }
}
