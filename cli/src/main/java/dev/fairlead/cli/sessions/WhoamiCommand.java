package dev.fairlead.cli.sessions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.WhoamiResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/// `whoami`: who the server takes this command line for.
@Command(
        name = "whoami",
        description = "Show who you are to the server, where, and what you may.",
        footer = {"", "Example: fairlead whoami"})
public final class WhoamiCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get("/whoami");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (terminal.printed(api, answer)) {
            return ExitCode.OK.number();
        }
        WhoamiResponse who = api.as(answer, WhoamiResponse.class);
        PrintStream out = terminal.out();
        out.printf("%-14s %s (%s)%n", "who", who.name(), who.id());
        out.printf("%-14s %s%n", "by", who.via());
        out.printf("%-14s %s%n", "installation", api.url());
        if (who.organization() != null) {
            out.printf("%-14s %s%n", "organization", who.organization());
        }
        if (who.administrator()) {
            out.printf("%-14s %s%n", "administrator", "of the installation");
        }
        out.printf("%-14s %s%n", "may", String.join(" ", who.permissions()));
        who.projects()
                .forEach(one ->
                        out.printf(
                                "%-14s %s%n", one.project(), String.join(" ", one.permissions())));
        return ExitCode.OK.number();
    }
}
