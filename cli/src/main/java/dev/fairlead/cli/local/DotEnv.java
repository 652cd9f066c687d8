package dev.fairlead.cli.local;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.variables.Dotenv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// `.env` of a folder, for local runs alone.
final class DotEnv {
    private DotEnv() {}

    /// Empty where there is no such file.
    static Map<String, String> read(Path folder) {
        Path file = folder.resolve(".env");
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            return Dotenv.parse(Files.readString(file));
        } catch (InvalidValue e) {
            throw new CommandFailed(ExitCode.USAGE, file + ": " + e.what() + ": " + e.rule());
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
    }
}
