package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How commands name the function they are about.
public final class FunctionOptions {
    @Parameters(
            index = "0",
            paramLabel = "FUNCTION",
            description = "project/name, a name in --project, or an id")
    private String reference = "";

    @Option(names = "--project", description = "the project of a bare name (default: default)")
    private @Nullable String project;

    public FunctionResponse find(ApiClient api) {
        return new Functions(api).get(reference, project);
    }
}
