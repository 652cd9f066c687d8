package dev.fairlead.cli.caching;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.cli.terminal.Typed;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;

/// `cdn`: the network that keeps a project's answers in front of us.
@Command(
        name = "cdn",
        description = "Say which CDN is in front of a project; it hears of purges and releases.",
        footer = {
            "",
            "Example: fairlead cdn set shop --kind fastly --place SERVICE < token.txt",
            "Example: fairlead cdn show shop"
        })
public final class CdnCommand {
    private static final String PROJECT = "its name";

    private static String path(ApiClient api, String project) {
        return "/projects/" + new Names(api).project(project) + "/cdn";
    }

    private static String told(JsonNode cdn) {
        return cdn.path("kind").asString() + " " + cdn.path("place").asString();
    }

    @Command(
            name = "show",
            description = "Show the CDN in front of a project.",
            footer = {"", "Example: fairlead cdn show shop"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "PROJECT", description = PROJECT) String project) {
        ApiClient api = terminal.api();
        return terminal.change(api, ApiClient.Call.get(path(api, project)), CdnCommand::told);
    }

    @Command(
            name = "set",
            description = "Name the CDN; its token is typed, or read from standard input.",
            footer = {
                "",
                "Example: fairlead cdn set shop --kind cloudflare --place ZONE < token.txt"
            })
    Integer set(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "PROJECT", description = PROJECT) String project,
            @Option(names = "--kind", required = true, description = "fastly or cloudflare")
                    String kind,
            @Option(
                            names = "--place",
                            required = true,
                            description = "the id of the service or zone there")
                    String place,
            @Option(names = "--same-token", description = "keep the token that is set")
                    boolean same) {
        var body = new LinkedHashMap<String, Object>();
        body.put("kind", kind);
        body.put("place", place);
        if (!same) {
            body.put("token", terminal.curl() ? "…" : Typed.value(terminal, "token", true));
        }
        ApiClient api = terminal.api();
        return terminal.change(api, api.put(path(api, project), body), CdnCommand::told);
    }

    @Command(
            name = "remove",
            description = "There is no CDN in front of a project any more.",
            footer = {"", "Example: fairlead cdn remove shop"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "PROJECT", description = PROJECT) String project) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.delete(path(api, project)), _ -> "no CDN is told any more");
    }
}
