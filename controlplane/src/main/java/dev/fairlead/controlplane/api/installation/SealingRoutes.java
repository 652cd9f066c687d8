package dev.fairlead.controlplane.api.installation;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.sealing.Reencryption;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.wire.SealingResponse;
import dev.fairlead.model.wire.SealingResponse.UnderKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Under which master keys the installation's secrets are sealed, and sealing them anew.
public final class SealingRoutes {
    private final Reencryption reencryption;

    public SealingRoutes(Reencryption reencryption) {
        this.reencryption = reencryption;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/installation/sealing")
                        .named(
                                "getSealing",
                                "How many secrets are sealed under each master key, and how far"
                                        + " sealing them anew is.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .gives(200, Shape.json(SealingResponse.class))
                        .by(_ -> Answer.json(json())),
                Route.post("/installation/sealing:renew")
                        .named(
                                "renewSealing",
                                "Seal every secret anew under the current master key, while all"
                                        + " goes on.")
                        .needs(Permission.INSTALLATION_MANAGE)
                        .gives(202, Shape.json(SealingResponse.class))
                        .by(_ -> {
                            reencryption.request();
                            reencryption.begin();
                            return Answer.json(json());
                        }));
    }

    private SealingResponse json() {
        Reencryption.Status status = reencryption.status();
        return new SealingResponse(
                status.current(),
                status.values().entrySet().stream()
                        .map(entry -> new UnderKey(entry.getKey(), entry.getValue()))
                        .toList(),
                status.remaining(),
                orNull(status.requestedAt()),
                orNull(status.finishedAt()));
    }

    private static @Nullable Instant orNull(Optional<Instant> time) {
        return time.isPresent() ? time.get() : null;
    }
}
