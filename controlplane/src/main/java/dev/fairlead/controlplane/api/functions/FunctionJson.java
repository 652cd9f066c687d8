package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.passwords.PasswordReader;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.functions.Language;
import dev.fairlead.model.wire.DeploymentSummary;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Between records of the store and what travels.
final class FunctionJson {
    private FunctionJson() {}

    static FunctionResponse function(ServiceRecord function, String root) {
        return new FunctionResponse(
                function.id().toString(),
                function.project().text(),
                function.name().text(),
                function.kind().word(),
                root + "/fn/" + function.project() + "/" + function.name(),
                orNull(function.language().map(Language::word)),
                orNull(function.live()),
                SettingsJson.limits(function.limits()),
                function.settings().samples(),
                function.settings().access().word(),
                orNull(function.settings().rateLimit().map(SettingsJson::rate)),
                function.settings().signedHeaders().isEmpty()
                        ? null
                        : function.settings().signedHeaders(),
                SettingsJson.cache(function.settings().cache()),
                function.settings().users().isEmpty()
                        ? null
                        : PasswordReader.shown(function.settings().users()),
                function.kind().inContainers()
                        ? SettingsJson.scale(function.settings().scale())
                        : null,
                function.revision(),
                function.createdAt(),
                function.updatedAt(),
                orNull(
                        function.latest()
                                .map(l ->
                                        new DeploymentSummary(
                                                l.id().toString(), l.state().word()))));
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }
}
