package dev.fairlead.controlplane.api.sessions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.api.users.UserJson;
import dev.fairlead.controlplane.control.sessions.DeviceLogins;
import dev.fairlead.controlplane.store.sessions.DeviceLoginStore.DeviceLogin;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.wire.DeviceLoginResponse;
import dev.fairlead.model.wire.DeviceTokenRequest;
import dev.fairlead.model.wire.TokensResponse;
import dev.fairlead.model.wire.WaitingLoginResponse;

import java.util.List;
import java.util.function.Function;

/// A command line signs in by way of a browser (RFC 8628).
public final class DeviceLoginRoutes {
    private final DeviceLogins logins;
    private final String url;

    /// `url` is where people reach the installation.
    public DeviceLoginRoutes(DeviceLogins logins, String url) {
        this.logins = logins;
        this.url = url;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/device-logins")
                        .named("beginDeviceLogin", "Ask for approval in a browser.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .gives(201, Shape.json(DeviceLoginResponse.class))
                        .fails(ErrorCode.TOO_MANY_TRIES)
                        .by(this::begin),
                Route.post("/device-logins:token")
                        .named("pollDeviceLogin", "Get the tokens, once somebody approved.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(DeviceTokenRequest.class))
                        .gives(200, Shape.json(TokensResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.AUTHORIZATION_PENDING,
                                ErrorCode.SLOW_DOWN,
                                ErrorCode.DEVICE_LOGIN_DENIED,
                                ErrorCode.DEVICE_LOGIN_NOT_FOUND)
                        .by(this::poll),
                Route.get("/device-logins/{code}")
                        .named("getDeviceLogin", "What waits under a code.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .gives(200, Shape.json(WaitingLoginResponse.class))
                        .fails(ErrorCode.DEVICE_LOGIN_NOT_FOUND, ErrorCode.TOO_MANY_TRIES)
                        .by(this::waiting),
                Route.post("/device-logins/{code}:approve")
                        .named("approveDeviceLogin", "Let the command line act as you.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.DEVICE_LOGIN_NOT_FOUND, ErrorCode.TOO_MANY_TRIES)
                        .by(r -> decide(r, true)),
                Route.post("/device-logins/{code}:deny")
                        .named("denyDeviceLogin", "Tell the command line no.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .gives(204, Shape.NOTHING)
                        .fails(ErrorCode.DEVICE_LOGIN_NOT_FOUND, ErrorCode.TOO_MANY_TRIES)
                        .by(r -> decide(r, false)));
    }

    private Answer begin(ApiRequest request) {
        DeviceLogins.Begun begun = logins.begin(UserJson.client(request));
        return Answer.json(
                new DeviceLoginResponse(
                        begun.deviceCode().text(),
                        begun.userCode(),
                        url + "/device#code=" + begun.userCode(),
                        DeviceLogins.INTERVAL.toSeconds(),
                        DeviceLogins.LIFE.toSeconds()));
    }

    private Answer poll(ApiRequest request) {
        DeviceTokenRequest body = request.body(DeviceTokenRequest.class);
        return SessionRoutes.tokens(logins.poll(UserJson.secret("/deviceCode", body.deviceCode())));
    }

    private Answer waiting(ApiRequest request) {
        DeviceLogin login =
                logins.waiting(
                        request.path("code", Function.identity()),
                        request.caller().person(),
                        request.exchange().remoteAddress());
        return Answer.json(
                new WaitingLoginResponse(
                        login.userCode(), login.address(), login.agent(), login.createdAt()));
    }

    private Answer decide(ApiRequest request, boolean approved) {
        logins.decide(
                request.path("code", Function.identity()),
                request.caller().person(),
                request.caller().session(),
                approved,
                request.exchange().remoteAddress());
        return Answer.NOTHING;
    }
}
