package dev.fairlead.controlplane.control.routes;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.deployments.UpstreamText;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;

/// Versions as they lie on disk; their variables as `envelope` sealed them.
record KeptVersions(Envelope envelope) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, String>> ENVIRONMENT = new TypeReference<>() {};

    /// Of a proxy the upstream alone; a site and an app have their home, the environment they are
    /// of, a site no limits. `environment` is sealed as a whole: no variable is on disk in plain
    /// text.
    record Row(
            @Nullable String abi,
            @Nullable String hash,
            @Nullable KeptLimits limits,
            @Nullable String upstream,
            @Nullable String home,
            @Nullable String environment) {}

    /// The service that a version is of.
    record Place(
            ServiceId service,
            OrganizationId organization,
            ProjectName project,
            ServiceName name) {}

    Row row(VersionSpec spec) {
        return switch (spec) {
            case GuestSpec guest -> row(guest, null);
            case AppSpec app -> row(app.program(), app.environment().text());
            case SiteSpec site ->
                    new Row(
                            Abi.SITE.word(),
                            site.hash().hex(),
                            null,
                            null,
                            site.environment().text(),
                            null);
            case UpstreamSpec upstream ->
                    new Row(null, null, null, UpstreamText.write(upstream), null, null);
        };
    }

    private Row row(GuestSpec guest, @Nullable String home) {
        return new Row(
                guest.abi().word(),
                guest.hash().hex(),
                KeptLimits.of(guest.limits()),
                null,
                home,
                sealed(guest));
    }

    private @Nullable String sealed(GuestSpec guest) {
        return guest.environment().isEmpty()
                ? null
                : Base64.getEncoder()
                        .encodeToString(
                                envelope.seal(
                                        bound(guest.function(), guest.version()),
                                        JSON.writeValueAsString(guest.environment())));
    }

    private Map<String, String> opened(
            ServiceId service, int version, @Nullable String environment) {
        return environment == null
                ? Map.of()
                : JSON.readValue(
                        envelope.open(
                                bound(service, version), Base64.getDecoder().decode(environment)),
                        ENVIRONMENT);
    }

    private static String bound(ServiceId service, int version) {
        return service + "/snapshot/" + version;
    }

    /// Throws `IllegalStateException` for one that is nothing, or was sealed under another key.
    VersionSpec spec(Place place, int number, Row row, Function<ContentHash, Path> artifacts) {
        if (row.upstream() != null) {
            return UpstreamText.read(row.upstream());
        }
        if (row.hash() == null || row.abi() == null) {
            throw nothing(place, number);
        }
        Abi abi = Abi.parse(row.abi());
        var hash = new ContentHash(row.hash());
        Path path = artifacts.apply(hash);
        if (abi == Abi.SITE && row.home() != null) {
            var environment = new EnvironmentName(row.home());
            return new SiteSpec(place.service(), number, environment, path, hash);
        }
        if (row.limits() == null) {
            throw nothing(place, number);
        }
        var guest =
                new GuestSpec(
                        place.service(),
                        number,
                        abi,
                        path,
                        hash,
                        row.limits().limits(),
                        opened(place.service(), number, row.environment()));
        if (!abi.inContainers()) {
            return guest;
        }
        if (row.home() == null) {
            throw nothing(place, number);
        }
        return new AppSpec(
                guest,
                place.organization(),
                place.project(),
                new EnvironmentName(row.home()),
                place.name());
    }

    private static IllegalStateException nothing(Place place, int number) {
        return new IllegalStateException(
                "version " + number + " of " + place.service() + " is nothing");
    }
}
