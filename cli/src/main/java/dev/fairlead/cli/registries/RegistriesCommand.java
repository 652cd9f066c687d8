package dev.fairlead.cli.registries;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.cli.terminal.Typed;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `registries`: who an organization is to registries of images.
@Command(
        name = "registries",
        description = "List the registries that images are taken from with credentials; log in.",
        footer = {"", "Example: fairlead registries login ghcr.io --user ada < token"})
public final class RegistriesCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("REGISTRY", "USER", "SINCE"),
                    one ->
                            List.of(
                                    one.path("host").asString(),
                                    one.path("user").asString(),
                                    one.path("updatedAt").asString()));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return list(terminal);
    }

    @Command(
            name = "list",
            description = "List the registries that there are credentials for.",
            footer = {"", "Example: fairlead registries list"})
    Integer list(@Mixin(name = "terminal") Terminal terminal) {
        return terminal.list(terminal.api(), "/registries", "no registries", COLUMNS);
    }

    private static String path(String host) {
        return "/registries/" + host;
    }

    @Command(
            name = "login",
            description = "Give credentials for a registry, in place of those that are kept.",
            footer = {
                "",
                "The password, or better a token, is asked for or read from standard input.",
                "Example: fairlead registries login ghcr.io --user ada < token"
            })
    Integer login(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "HOST", description = "such as ghcr.io or docker.io")
                    String host,
            @Option(names = "--user", required = true, paramLabel = "NAME", description = "who")
                    String user) {
        ApiClient api = terminal.api();
        String password = Typed.value(terminal, "Password", true);
        if (password.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "no password came in by standard input");
        }
        return terminal.change(
                api,
                api.put(path(host), Map.of("user", user, "password", password)),
                one ->
                        "kept for "
                                + one.path("host").asString()
                                + "; `fairlead registries check "
                                + one.path("host").asString()
                                + "` tells whether it is taken");
    }

    @Command(
            name = "check",
            description = "Ask a registry whether it takes the credentials.",
            footer = {"", "Example: fairlead registries check ghcr.io"})
    Integer check(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "HOST") String host) {
        ApiClient api = terminal.api();
        ApiClient.Call call = api.post(path(host) + ":check");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode checked = api.send(call);
        boolean works = checked.path("works").asBoolean();
        if (!terminal.printed(api, checked)) {
            terminal.out().println(works ? "it takes them" : checked.path("error").asString());
        }
        return (works ? ExitCode.OK : ExitCode.FAILED).number();
    }

    @Command(
            name = "remove",
            description = "Forget the credentials for a registry.",
            footer = {"", "Example: fairlead registries remove ghcr.io"})
    Integer remove(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "HOST") String host) {
        ApiClient api = terminal.api();
        return terminal.change(api, ApiClient.Call.delete(path(host)), _ -> host + " is forgotten");
    }
}
