package dev.fairlead.cli.providers;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.concurrent.Callable;

/// `providers`: other systems by whose word people sign in.
@Command(
        name = "providers",
        description = "List the providers that people sign in by, or change them.",
        footer = {"", "Example: fairlead providers test google"})
public final class ProvidersCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("PROVIDER", "KIND", "STATE", "SIGN-UP", "ORGANIZATION"),
                    one ->
                            List.of(
                                    one.path("name").asString(),
                                    one.path("kind").asString(),
                                    one.path("enabled").asBoolean() ? "on" : "off",
                                    one.path("allowSignUp").asBoolean() ? "yes" : "no",
                                    one.path("organization").asString("")));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return list(terminal);
    }

    @Command(
            name = "list",
            description = "List the providers.",
            footer = {"", "Example: fairlead providers list"})
    Integer list(@Mixin(name = "terminal") Terminal terminal) {
        return terminal.list(terminal.api(), "/providers", "there are no providers", COLUMNS);
    }

    @Command(
            name = "show",
            description = "Show one provider, and what it has to know of us.",
            footer = {"", "Example: fairlead providers show google"})
    Integer show(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient api = terminal.api();
        return terminal.change(api, ApiClient.Call.get(path(name)), ProvidersCommand::told);
    }

    private static String path(String name) {
        return "/providers/" + name;
    }

    private static String told(JsonNode one) {
        var text = new StringBuilder();
        one.properties()
                .forEach(field ->
                        text.append(text.isEmpty() ? "" : "\n")
                                .append(field.getKey())
                                .append(": ")
                                .append(
                                        field.getValue().isString()
                                                ? field.getValue().asString()
                                                : field.getValue().toString()));
        return text.toString();
    }

    @Command(
            name = "add",
            description = "Let people sign in by another system.",
            footer = {
                "",
                "Example: fairlead providers add google --kind google --client-id ID"
                        + " --client-secret-file google.secret"
            })
    Integer add(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "options") ProviderOptions options,
            @Parameters(paramLabel = "NAME", description = "in addresses; it stays") String name,
            @Option(names = "--kind", required = true, description = "oidc, google, github or saml")
                    String kind) {
        boolean google = kind.equals("google");
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post(
                        "/providers",
                        options.request(
                                terminal,
                                name,
                                google ? "oidc" : kind,
                                google ? "google" : null,
                                null)),
                one ->
                        "added "
                                + name
                                + "; tell it to send people back to "
                                + one.path("callbackUrl").asString());
    }

    @Command(
            name = "update",
            description = "Change a provider; what is not said stays.",
            footer = {"", "Example: fairlead providers update google --enabled false"})
    Integer update(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "options") ProviderOptions options,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--enabled",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "switched off it ends the sessions that began by it")
                    @Nullable Boolean enabled) {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.patch(path(name), options.request(terminal, null, null, null, enabled)),
                _ -> "changed " + name);
    }

    @Command(
            name = "remove",
            description = "Forget a provider, and end the sessions that began by it.",
            footer = {"", "Example: fairlead providers remove google --yes"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name,
            @Option(names = "--yes", description = "really") boolean yes) {
        if (!yes) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "who has no password cannot sign in without it any more; add --yes");
        }
        ApiClient api = terminal.api();
        return terminal.change(api, ApiClient.Call.delete(path(name)), _ -> "removed " + name);
    }

    @Command(
            name = "test",
            description = "Ask a provider who it is, and whether it knows us.",
            footer = {"", "Example: fairlead providers test google"})
    Integer test(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "NAME") String name) {
        ApiClient api = terminal.api();
        ApiClient.Call call = api.post(path(name) + ":test");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            answer.path("found").forEach(line -> terminal.out().println(line.asString()));
        }
        return (answer.path("works").asBoolean() ? ExitCode.OK : ExitCode.FAILED).number();
    }
}
