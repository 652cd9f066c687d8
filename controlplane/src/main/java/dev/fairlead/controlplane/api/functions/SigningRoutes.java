package dev.fairlead.controlplane.api.functions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.services.Services;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.dataplane.signing.SigningSecret;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.model.wire.RotateSigningSecretRequest;
import dev.fairlead.model.wire.SigningSecretResponse;

import java.time.Duration;
import java.util.List;

/// Secrets that calls of a function are signed with.
public final class SigningRoutes {
    private static final Duration GRACE = Duration.ofDays(1);
    private static final Duration MOST_GRACE = Duration.ofDays(30);

    private final Services services;

    public SigningRoutes(Services services) {
        this.services = services;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/functions/{id}/signing-secret:rotate")
                        .named(
                                "rotateSigningSecret",
                                "Give a function a new secret that calls are signed with; shown"
                                        + " this once. The one before holds for a while longer.")
                        .needs(Permission.FUNCTIONS_WRITE)
                        .takes(Shape.json(RotateSigningSecretRequest.class))
                        .gives(200, Shape.json(SigningSecretResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.FUNCTION_NOT_FOUND)
                        .by(this::rotate));
    }

    private Answer rotate(ApiRequest request) {
        ServiceId id = request.path("id", ServiceId::parse);
        Long seconds = request.body(RotateSigningSecretRequest.class).graceSeconds();
        if (seconds != null && (seconds < 0 || seconds > MOST_GRACE.toSeconds())) {
            throw Rejected.field("/graceSeconds", "use 0 to " + MOST_GRACE.toSeconds());
        }
        Duration grace = seconds == null ? GRACE : Duration.ofSeconds(seconds);
        SigningSecrets.Made made =
                services.rotateSigningSecret(request.caller().organization(), id, grace);
        return Answer.json(
                new SigningSecretResponse(
                        made.keyId(),
                        made.text().text(),
                        made.at(),
                        made.previous().map(SigningSecret::keyId).orElse(null),
                        made.previous().flatMap(SigningSecret::until).orElse(null)));
    }
}
