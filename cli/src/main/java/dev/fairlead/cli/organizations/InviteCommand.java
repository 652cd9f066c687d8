package dev.fairlead.cli.organizations;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;
import java.util.concurrent.Callable;

/// `invite`: asks somebody to join.
@Command(
        name = "invite",
        description = "Invite somebody to the organization, by mail where a mail server is set.",
        footer = {"", "Example: fairlead invite ada@example.org --role developer"})
public final class InviteCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Parameters(paramLabel = "EMAIL", description = "their address")
    private String email = "";

    @Option(names = "--role", description = "as what (default: ${DEFAULT-VALUE})")
    private String role = "developer";

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        return terminal.change(
                api,
                api.post("/invitations", Map.of("email", email, "role", role)),
                answer -> {
                    String until = answer.path("expiresAt").asString();
                    return answer.path("link").isMissingNode()
                            ? "sent to " + email + "; good until " + until
                            : "give them this link, which is shown this once and good until "
                                    + until
                                    + ":\n"
                                    + answer.path("link").asString();
                });
    }
}
