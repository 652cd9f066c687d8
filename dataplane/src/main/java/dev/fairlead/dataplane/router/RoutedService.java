package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.signing.SigningSecret;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One service that answers: where it is found, how each alias spreads its requests over versions,
/// and what each version is; and the secrets that requests to it are signed with.
public record RoutedService(
        OrganizationId organization,
        ServiceId id,
        ProjectName project,
        ServiceName name,
        ServiceSettings settings,
        List<RoutedAlias> aliases,
        Map<Integer, VersionSpec> versions,
        List<SigningSecret> secrets) {
    public RoutedService {
        aliases = List.copyOf(aliases);
        versions = Map.copyOf(versions);
        secrets = List.copyOf(secrets);
    }

    /// The versions that some alias leads to; others are kept for who goes back to them.
    public Set<Integer> led() {
        return aliases.stream()
                .flatMap(alias -> alias.traffic().versions().stream())
                .collect(Collectors.toSet());
    }

    public Limits limits() {
        return settings.limits();
    }

    /// Whether bounded samples of input and output may be recorded.
    public boolean samples() {
        return settings.samples();
    }
}
