package dev.fairlead.cli.organizations;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `invitations`: who was asked to join and has not yet.
@Command(
        name = "invitations",
        description = "List the open invitations, or take one back.",
        footer = {"", "Example: fairlead invitations"})
public final class InvitationsCommand implements Callable<Integer> {
    private static final Terminal.Columns COLUMNS =
            new Terminal.Columns(
                    List.of("INVITATION", "EMAIL", "ROLE", "BY", "UNTIL"),
                    one ->
                            List.of(
                                    one.path("id").asString(),
                                    one.path("email").asString(),
                                    one.path("role").asString(),
                                    one.path("invitedBy").asString(),
                                    one.path("expiresAt").asString()));

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        return terminal.list(terminal.api(), "/invitations", "no invitation is open", COLUMNS);
    }

    @Command(
            name = "revoke",
            description = "Take an invitation back: its link opens nothing from now on.",
            footer = {"", "Example: fairlead invitations revoke INVITATION"})
    Integer revoke(
            @Mixin(name = "terminal") Terminal terminal,
            @Parameters(paramLabel = "INVITATION", description = "its id") String id) {
        ApiClient api = terminal.api();
        return terminal.change(
                api, ApiClient.Call.delete("/invitations/" + id), _ -> "revoked " + id);
    }
}
