package dev.fairlead.cli.caching;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `cache`: what is kept of a service's answers.
@Command(
        name = "cache",
        description = "Show what is kept of a service's answers, and have it forgotten.",
        footer = {
            "",
            "Example: fairlead update demo/hello --cache on",
            "Example: fairlead cache show demo/hello",
            "Example: fairlead cache purge demo/hello --tag news"
        })
public final class CacheCommand {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("AT", "SCOPE", "WHAT", "CDN", "WHY"),
                    one ->
                            List.of(
                                    one.path("at").asString(),
                                    one.path("scope").asString(),
                                    one.path("value").asString("-"),
                                    one.path("cdn").asString("-"),
                                    one.path("error").asString("")));

    @Command(
            name = "show",
            description = "Show how many requests were answered from what is kept, and its size.",
            footer = {"", "Example: fairlead cache show demo/hello"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                ApiClient.Call.get("/functions/" + function.find(api).id() + "/cache"),
                CacheCommand::told);
    }

    private static String told(JsonNode cache) {
        if (!cache.path("settings").path("enabled").asBoolean()) {
            return "nothing is kept; switch it on with `fairlead update FUNCTION --cache on`";
        }
        long hits = cache.path("hits").asLong();
        long asked =
                hits
                        + cache.path("misses").asLong()
                        + cache.path("waited").asLong()
                        + cache.path("passed").asLong();
        return "%d of %d requests answered from %d kept answers (%d KiB in memory, %d KiB on disk)"
                .formatted(
                        hits,
                        asked,
                        cache.path("answers").asLong(),
                        cache.path("memoryBytes").asLong() >> 10,
                        cache.path("diskBytes").asLong() >> 10);
    }

    @Command(
            name = "purge",
            description = "Have answers forgotten: on all servers, and by the CDN in front.",
            footer = {
                "",
                "Example: fairlead cache purge demo/hello --url https://example.org/news",
                "Example: fairlead cache purge demo/hello --prefix /news/ --tag front",
                "Example: fairlead cache purge demo/hello --all"
            })
    Integer purge(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function,
            @Option(names = "--url", description = "a path at any host, or a URL")
                    @Nullable List<String> urls,
            @Option(names = "--prefix", description = "how paths or URLs begin")
                    @Nullable List<String> prefixes,
            @Option(names = "--tag", description = "a tag of Surrogate-Key or Cache-Tag")
                    @Nullable List<String> tags,
            @Option(names = "--all", description = "all of the service") boolean all) {
        var body = new LinkedHashMap<String, Object>();
        put(body, "urls", urls);
        put(body, "prefixes", prefixes);
        put(body, "tags", tags);
        if (all) {
            body.put("everything", true);
        }
        if (body.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "say what: --url, --prefix, --tag or --all");
        }
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/functions/" + function.find(api).id() + "/cache:purge", body),
                answer -> answer.path("answers").asLong() + " answers forgotten here");
    }

    private static void put(Map<String, Object> body, String name, @Nullable List<String> values) {
        if (values != null) {
            body.put(name, values);
        }
    }

    @Command(
            name = "purges",
            description = "List the last purges, and whether the CDN in front took them.",
            footer = {"", "Example: fairlead cache purges demo/hello"})
    Integer purges(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function) {
        ApiClient api = terminal.api();
        return terminal.list(
                api,
                "/functions/" + function.find(api).id() + "/purges",
                "nothing was purged yet",
                COLUMNS);
    }
}
