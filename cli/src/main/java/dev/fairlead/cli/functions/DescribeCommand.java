package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.LimitsJson;
import dev.fairlead.model.wire.PasswordUserJson;
import dev.fairlead.model.wire.RateLimitJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// `describe`: one function, whole.
@Command(
        name = "describe",
        description = "Show a function: address, version, limits.",
        footer = {"", "Example: fairlead describe demo/hello"})
public final class DescribeCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        var call = ApiClient.Call.get("/functions/" + found.id());
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (terminal.printed(api, answer)) {
            return ExitCode.OK.number();
        }
        line("function", found.project() + "/" + found.name());
        line("id", found.id());
        line("url", found.url());
        line("kind", found.kind());
        line("language", found.language());
        line("live version", found.liveVersion());
        var latest = found.latestDeployment();
        line("last deploy", latest == null ? null : latest.id() + " " + latest.state());
        LimitsJson limits = found.limits();
        line("timeout", limits.timeoutMs() + " ms");
        line("memory", limits.memoryBytes() + " bytes");
        line("concurrency", limits.concurrency());
        line("queue", limits.queueLength() + " requests, " + limits.queueTimeoutMs() + " ms");
        line("access", found.access());
        if (found.users() != null) {
            line("users", names(found.users()));
        }
        line("rate limit", rate(found.rateLimit()));
        line("samples", found.samples() ? "kept" : "not kept");
        line("created", found.createdAt());
        return ExitCode.OK.number();
    }

    private static String names(List<PasswordUserJson> users) {
        return users.stream()
                .map(user -> String.valueOf(user.name()))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String rate(@Nullable RateLimitJson limit) {
        return limit == null
                ? null
                : limit.requests()
                        + " in "
                        + limit.periodSeconds()
                        + " s, "
                        + limit.burst()
                        + " at once, per "
                        + limit.per();
    }

    private void line(String name, @Nullable Object value) {
        terminal.out().printf("%-13s %s%n", name, value == null ? "-" : value);
    }
}
