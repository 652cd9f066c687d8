package dev.fairlead.cli.proxies;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.functions.StrategyOptions;
import dev.fairlead.cli.functions.UpstreamDeployment;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `proxies`: services that answer elsewhere.
@Command(
        name = "proxies",
        description = "Forward a service's requests to what already runs.",
        subcommands = ProxiesCommand.SetCommand.class,
        footer = {
            "",
            "Example: fairlead proxies set shop/api --target http://10.0.0.5:8080",
            "Example: fairlead proxies set shop/api --target http://10.0.0.6:8080 --strategy canary"
        })
public final class ProxiesCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandFailed(ExitCode.USAGE, "say what: fairlead proxies set NAME --target URL");
    }

    /// `proxies set`: another upstream goes live, as a version of its own.
    @Command(
            name = "set",
            description = "Release where a proxy's requests go; the proxy is made where it is new.",
            footer = {
                "",
                "Example: fairlead proxies set shop/api --target http://10.0.0.5:8080",
                "Example: fairlead proxies set shop/api --target https://a.internal --target"
                        + " https://b.internal --health-path /healthz -e staging"
            })
    static final class SetCommand implements Callable<Integer> {
        @Mixin private Terminal terminal = new Terminal();
        @Mixin private StrategyOptions strategy = new StrategyOptions();

        @Parameters(
                index = "0",
                paramLabel = "PROXY",
                description = "project/name, or a name in --project")
        private String reference = "";

        @Option(names = "--project", description = "the project of a bare name (default: default)")
        private @Nullable String project;

        @Option(
                names = "--target",
                required = true,
                paramLabel = "URL",
                description =
                        "http://host:port, https://host, h2c://host:port or"
                                + " http+unix:/path/of.sock; several share the requests")
        private List<String> targets = List.of();

        @Option(
                names = "--host",
                paramLabel = "WHICH",
                description = "the Host that targets are told: keep (the client's) or target")
        private @Nullable String host;

        @Option(names = "--balance", description = "least-requests (default) or round-robin")
        private @Nullable String balance;

        @Option(names = "--retries", description = "how many other targets are tried (default: 1)")
        private @Nullable Integer retries;

        @Option(
                names = "--health-path",
                paramLabel = "PATH",
                description = "what each target is asked again and again")
        private @Nullable String healthPath;

        @Option(
                names = {"-e", "--environment"},
                description = "where to (default: production)")
        private @Nullable String environment;

        @Override
        public Integer call() {
            ApiClient api = terminal.api();
            int slash = reference.indexOf('/');
            String in = slash < 0 ? Functions.orDefault(project) : reference.substring(0, slash);
            FunctionResponse proxy =
                    new Functions(api)
                            .findOrMake(in, reference.substring(slash + 1), Optional.of("proxy"));
            Map<String, @Nullable String> query = strategy.query();
            query.put("environment", environment);
            return new UpstreamDeployment(terminal, api).send(proxy, upstream(), query);
        }

        private Map<String, Object> upstream() {
            var body = new LinkedHashMap<String, Object>();
            body.put("targets", targets);
            put(body, "host", host);
            put(body, "balance", balance);
            put(body, "retries", retries);
            if (healthPath != null) {
                body.put("health", Map.of("check", Map.of("path", healthPath)));
            }
            return body;
        }

        private static void put(Map<String, Object> body, String name, @Nullable Object value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }
}
