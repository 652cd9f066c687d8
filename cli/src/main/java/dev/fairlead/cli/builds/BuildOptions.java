package dev.fairlead.cli.builds;

import picocli.CommandLine.Parameters;

/// How commands name the build they are about.
final class BuildOptions {
    @Parameters(index = "0", paramLabel = "BUILD", description = "the build's id")
    private String id = "";

    String path() {
        return "/builds/" + id;
    }
}
