package dev.fairlead.cli.access;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.Callable;

/// `signing-secret`: what calls of a function with the access `signed` are signed with.
@Command(
        name = "signing-secret",
        description = "Make the secret that calls of a function are signed with.",
        footer = {"", "Example: fairlead signing-secret rotate shop/paid"})
public final class SigningSecretCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.USAGE.number();
    }

    @Command(
            name = "rotate",
            description = "Give it another secret; the one before holds for a while longer.",
            footer = {"", "Example: fairlead signing-secret rotate shop/paid --grace 3600"})
    Integer rotate(
            @Mixin(name = "terminal") Terminal terminal,
            @Mixin(name = "function") FunctionOptions function,
            @Option(
                            names = "--grace",
                            description = "seconds; 0 ends it now (default: ${DEFAULT-VALUE})",
                            defaultValue = "86400")
                    long grace) {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        return terminal.change(
                api,
                api.post(
                        "/functions/" + found.id() + "/signing-secret:rotate",
                        Map.of("graceSeconds", grace)),
                SigningSecretCommand::once);
    }

    private static String once(JsonNode one) {
        return "its keyid is "
                + one.path("keyId").asString()
                + ". The secret is shown this once; keep it where secrets are kept:\n"
                + one.path("secret").asString();
    }
}
