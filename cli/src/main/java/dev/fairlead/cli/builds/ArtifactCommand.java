package dev.fairlead.cli.builds;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.functions.FunctionOptions;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.VersionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `artifact`: the bytes that a version runs.
@Command(
        name = "artifact",
        description = "Download what a version runs, and check it against its hash.",
        footer = {"", "Example: fairlead artifact demo/hello --of 3 --file hello.wasm"})
public final class ArtifactCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();

    @Option(
            names = "--of",
            paramLabel = "VERSION",
            description = "the version's number (default: what is live)")
    private @Nullable Integer version;

    @Option(names = "--file", description = "where to put it (default: the name and version)")
    private @Nullable Path file;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse of = function.find(api);
        Integer number = version == null ? of.liveVersion() : version;
        if (number == null) {
            throw new CommandFailed(ExitCode.REFUSED, of.name() + " has no live version yet");
        }
        String path = "/functions/" + of.id() + "/versions/" + number;
        var call = ApiClient.Call.get(path + "/artifact");
        if (terminal.printed(api, call)) {
            return ExitCode.OK.number();
        }
        VersionResponse wanted = api.send(ApiClient.Call.get(path), VersionResponse.class);
        String hash = wanted.artifactHash();
        if (hash == null) {
            throw new CommandFailed(
                    ExitCode.REFUSED, of.name() + " is a proxy: it has no artifact");
        }
        Path target = file == null ? Path.of(of.name() + "-v" + number + ending(wanted)) : file;
        try {
            long bytes = api.download(call, target, hash);
            terminal.out()
                    .println(
                            terminal.json()
                                    ? api.pretty(api.tree(wanted))
                                    : target + ", " + bytes + " bytes, " + hash);
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "cannot write " + target.toAbsolutePath() + ": " + e.getMessage());
        }
    }

    private static String ending(VersionResponse version) {
        return switch (version.abi() == null ? "" : version.abi()) {
            case "script" -> ".js";
            case "site" -> ".txt";
            case "java" -> ".jar";
            default -> ".wasm";
        };
    }
}
