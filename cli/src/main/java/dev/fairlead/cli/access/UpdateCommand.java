package dev.fairlead.cli.access;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.functions.SettingsOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.passwords.PasswordOptions;
import dev.fairlead.cli.sources.ProjectFile;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.PasswordUserJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `update`: changes a function without deploying it.
@Command(
        name = "update",
        description = "Change who may call a service, how often, and whether answers are kept.",
        footer = {
            "",
            "Example: fairlead update demo/hello --rate-limit 100/1m --access private",
            "Example: fairlead update demo/site --access password --user ann"
        })
public final class UpdateCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();
    @Mixin private SettingsOptions settings = new SettingsOptions();
    @Mixin private PasswordOptions passwords = new PasswordOptions();

    @Option(
            names = "--remove-user",
            paramLabel = "NAME",
            description = "may come with a password no more; may be given again")
    private @Nullable List<String> removed;

    @Override
    public Integer call() {
        Map<String, Object> changes = settings.changes(ProjectFile.NOTHING);
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        Optional<List<PasswordUserJson>> users =
                passwords.changed(terminal, found, removed == null ? List.of() : removed);
        users.ifPresent(all -> changes.put("users", all));
        if (changes.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "say what: --access, --user, --remove-user, --rate-limit, --signed-headers or"
                            + " --cache");
        }
        var plain = api.put("/functions/" + found.id(), changes);
        var call = users.isPresent() ? plain.with(PasswordOptions.unlessChanged(found)) : plain;
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        if (!terminal.printed(api, answer)) {
            terminal.out().println(found.project() + "/" + found.name() + " is changed");
        }
        return ExitCode.OK.number();
    }
}
