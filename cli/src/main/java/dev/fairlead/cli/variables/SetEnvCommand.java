package dev.fairlead.cli.variables;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.cli.terminal.Typed;
import dev.fairlead.model.wire.SetVariableRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.concurrent.Callable;

/// `env set`: variables for the builds to come.
@Command(
        name = "set",
        description = {
            "Set variables for the builds to come.",
            "A NAME without a value is asked for, or read from standard input: a secret does not"
                    + " belong on a command line, where others of this machine can read it."
        },
        footer = {
            "",
            "Example: fairlead env set demo/hello MODE=production",
            "Example: fairlead env set demo/hello NPM_TOKEN --secret < token.txt"
        })
final class SetEnvCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME[=VALUE]",
            description = "what to set")
    private List<String> pairs = List.of();

    @Option(
            names = "--secret",
            description = "seal it: a file in a build's steps, never told again")
    private boolean secret;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        String id = function.find(api).id();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value =
                    equals < 0 ? Typed.value(terminal, name, secret) : pair.substring(equals + 1);
            byte[] body = api.write(new SetVariableRequest(value, secret));
            var call =
                    ApiClient.Call.of(
                            "PUT",
                            "/functions/" + id + "/build-variables/" + name,
                            "application/json",
                            terminal.curl() && secret
                                    ? api.write(new SetVariableRequest("…", true))
                                    : body);
            if (!terminal.printed(api, call)) {
                var answer = api.send(call);
                if (!terminal.printed(api, answer)) {
                    terminal.out().println("set " + name + (secret ? " (secret)" : ""));
                }
            }
        }
        return ExitCode.OK.number();
    }
}
