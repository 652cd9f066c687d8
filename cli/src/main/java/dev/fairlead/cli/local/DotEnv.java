package dev.fairlead.cli.local;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.variables.VariableName;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `.env`: a variable `NAME=VALUE` on each line, for local runs alone. Lines that start with `#`
/// are remarks; a value may stand in quotes.
final class DotEnv {
    private DotEnv() {}

    /// Empty where there is no such file.
    static Map<String, String> read(Path folder) {
        Path file = folder.resolve(".env");
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        try {
            return parse(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
    }

    private static Map<String, String> parse(Path file, List<String> lines) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            try {
                String name = line.substring(0, Math.max(0, equals)).replaceFirst("^export ", "");
                values.put(
                        new VariableName(name.strip()).text(),
                        unquoted(line.substring(equals + 1).strip()));
            } catch (InvalidValue e) {
                throw new CommandFailed(
                        ExitCode.USAGE, file + ":" + (i + 1) + ": NAME=VALUE, and " + e.rule());
            }
        }
        return values;
    }

    private static String unquoted(String value) {
        boolean quoted =
                value.length() >= 2
                        && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                        && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
