package dev.fairlead.cli.sessions;

import dev.fairlead.cli.client.Access;
import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.wire.DeviceLoginResponse;
import dev.fairlead.model.wire.TokensResponse;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Signs a command line in by way of a browser, which may be on another machine (RFC 8628).
final class DeviceLogin {
    private final ApiClient api;

    DeviceLogin(URI url) {
        this.api = new ApiClient(Access.nobody(url));
    }

    /// Waits until somebody decided; `begun` is told what to show them.
    TokensResponse run(Consumer<DeviceLoginResponse> begun) {
        var begin = api.post("/device-logins");
        DeviceLoginResponse login = api.send(begin, DeviceLoginResponse.class);
        begun.accept(login);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(login.expiresInSeconds());
        long interval = login.intervalSeconds();
        while (System.nanoTime() < end) {
            pause(interval);
            ApiClient.Reply reply =
                    api.ask(
                            api.post(
                                    "/device-logins:token",
                                    Map.of("deviceCode", login.deviceCode())));
            switch (reply.code()) {
                case "authorization-pending" -> {}
                case "slow-down" -> interval++;
                case "device-login-denied" ->
                        throw new CommandFailed(ExitCode.REFUSED, "the login was denied");
                default -> {
                    return api.as(api.accepted(reply), TokensResponse.class);
                }
            }
        }
        throw new CommandFailed(ExitCode.FAILED, "nobody approved it in time; try again");
    }

    private static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "interrupted");
        }
    }
}
