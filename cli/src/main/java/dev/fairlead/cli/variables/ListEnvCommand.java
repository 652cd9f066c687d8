package dev.fairlead.cli.variables;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.VariableResponse;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import java.util.concurrent.Callable;

/// `env list`: names and values, of secrets the names.
@Command(
        name = "list",
        description = "List a function's build variables; the values of secrets are not shown.",
        footer = {"", "Example: fairlead env list demo/hello"})
final class ListEnvCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        var call = ApiClient.Call.get("/functions/" + function.find(api).id() + "/build-variables");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode page = api.send(call);
        if (terminal.printed(api, page)) {
            return ExitCode.OK.number();
        }
        if (page.path("items").isEmpty()) {
            terminal.out().println("no build variables; `fairlead env set` makes one");
            return ExitCode.OK.number();
        }
        var table = new Table("NAME", "VALUE", "UPDATED");
        for (JsonNode item : page.path("items")) {
            VariableResponse variable = api.as(item, VariableResponse.class);
            String value = variable.value();
            table.row(variable.name(), value == null ? "(secret)" : value, variable.updatedAt());
        }
        table.print(terminal.out());
        return ExitCode.OK.number();
    }
}
