package dev.fairlead.server.apps;

import dev.fairlead.builders.apps.ImageSupply;
import dev.fairlead.controlplane.api.registries.RegistryRoutes;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.control.registries.Registries;
import dev.fairlead.controlplane.control.registries.Registries.Login;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.registries.RegistryStore;
import dev.fairlead.engine.images.Credentials;
import dev.fairlead.model.ids.OrganizationId;

import java.time.Clock;
import java.util.List;

/// Builds what keeps credentials of registries and takes images with them.
public final class ImageRegistries {
    private final Registries registries;
    private final ImageSupply supply;

    public ImageRegistries(Database database, Envelope envelope, ImageSupply plain, Clock clock) {
        this.registries =
                new Registries(
                        new RegistryStore(database, clock),
                        envelope,
                        login -> plain.refusal(credentials(login)));
        this.supply =
                plain.with(tenant ->
                        registries.logins(OrganizationId.parse(tenant)).stream()
                                .map(ImageRegistries::credentials)
                                .toList());
    }

    private static Credentials credentials(Login login) {
        return new Credentials(login.host().text(), login.user(), login.password());
    }

    /// With what each organization has.
    public ImageSupply supply() {
        return supply;
    }

    public List<Route> routes() {
        return new RegistryRoutes(registries).routes();
    }
}
