package dev.fairlead.cli.keys;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Names;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.CreateKeyRequest;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `keys`: what programs sign in with.
@Command(
        name = "keys",
        description =
                "List your keys, a project's or an organization's; make, rotate, revoke them.",
        footer = {
            "",
            "Example: fairlead keys create laptop --days 90",
            "Example: fairlead keys create ci --project shop --scope functions:release",
            "Example: fairlead keys create okta --of-organization --scope directory:write"
        })
public final class KeysCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("KEY", "NAME", "KIND", "LAST USED", "UNTIL", "STATE"),
                    one ->
                            List.of(
                                    one.path("id").asString(),
                                    one.path("name").asString(),
                                    one.path("kind").asString(),
                                    one.path("lastUsedAt").asString("never"),
                                    one.path("expiresAt").asString("it is revoked"),
                                    one.path("revokedAt").isMissingNode() ? "good" : "revoked"));

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private Whose whose = new Whose();

    /// Whose keys are meant.
    static final class Whose {
        @Option(
                names = {"-p", "--project"},
                description = "a project's keys instead of your own")
        private @Nullable String project;

        @Option(
                names = "--of-organization",
                description = "the organization's keys, such as for its directory (SCIM)")
        private boolean organization;

        String path() {
            return project == null && !organization ? "/account/keys" : "/keys";
        }

        Optional<String> project(ApiClient api) {
            return new Names(api).project(Optional.ofNullable(project));
        }
    }

    @Override
    public Integer call() {
        return shown(terminal, whose);
    }

    private static Integer shown(Terminal terminal, Whose whose) {
        ApiClient api = terminal.api();
        var query = new LinkedHashMap<String, @Nullable String>();
        query.put("project", whose.project(api).orElse(null));
        return terminal.list(
                api, whose.path() + ApiClient.query(query), "there are no keys", COLUMNS);
    }

    @Command(
            name = "list",
            description = "List keys.",
            footer = {"", "Example: fairlead keys list --project shop"})
    Integer list(@Mixin(name = "terminal") Terminal terminal, @Mixin(name = "whose") Whose whose) {
        return shown(terminal, whose);
    }

    @Command(
            name = "create",
            description = "Make a key. Its text is shown once.",
            footer = {"", "Example: fairlead keys create laptop --days 90"})
    Integer create(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--scope", description = "only this permission; may be repeated")
                    @Nullable List<String> scopes,
            @Option(names = "--address", description = "only from this range; may be repeated")
                    @Nullable List<String> addresses,
            @Option(names = "--days", description = "for so long (default: until revoked)")
                    @Nullable Integer days) {
        ApiClient api = terminal.api();
        var wanted =
                new CreateKeyRequest(
                        name,
                        whose.project(api).orElse(null),
                        scopes,
                        addresses,
                        days == null ? null : Instant.now().plus(Duration.ofDays(days)));
        return terminal.change(api, api.post(whose.path(), wanted), KeysCommand::once);
    }

    private static String once(JsonNode one) {
        return one.path("id").asString()
                + " is made. Its text is shown this once; keep it where secrets are kept:\n"
                + one.path("key").asString();
    }

    @Command(
            name = "rotate",
            description = "Give a key another text; the one before opens for a while longer.",
            footer = {"", "Example: fairlead keys rotate KEY --grace 3600"})
    Integer rotate(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "KEY", description = "its id") String id,
            @Option(
                            names = "--grace",
                            description = "seconds (default: ${DEFAULT-VALUE})",
                            defaultValue = "3600")
                    long grace) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post(whose.path() + "/" + id + ":rotate", Map.of("graceSeconds", grace)),
                KeysCommand::once);
    }

    @Command(
            name = "revoke",
            description = "End a key at once.",
            footer = {"", "Example: fairlead keys revoke KEY"})
    Integer revoke(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "whose") Whose whose,
            @Parameters(paramLabel = "KEY", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                ApiClient.Call.delete(whose.path() + "/" + id),
                _ -> id + " opens nothing any more");
    }
}
