package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.ApiClient.Call;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// Deploys where a proxy's requests go.
public final class UpstreamDeployment {
    private static final String TYPE = "application/vnd.fairlead.upstream+json";

    private final Terminal terminal;
    private final ApiClient api;

    public UpstreamDeployment(Terminal terminal, ApiClient api) {
        this.terminal = terminal;
        this.api = api;
    }

    /// The exit code, once it is live or waits for somebody.
    public int send(
            FunctionResponse proxy,
            Map<String, Object> upstream,
            Map<String, @Nullable String> releasing) {
        String path = "/functions/" + proxy.id() + "/deployments" + ApiClient.query(releasing);
        var call = Call.of("POST", path, TYPE, api.write(upstream));
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        return new DeploymentLog(terminal).follow(api, proxy, api.send(call));
    }
}
