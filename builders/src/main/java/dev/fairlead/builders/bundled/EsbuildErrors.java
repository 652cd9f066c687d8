package dev.fairlead.builders.bundled;

import dev.fairlead.builders.parsing.NodeModules;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what esbuild prints: `✘ [ERROR] MESSAGE`, and below it `FILE:LINE:COLUMN:`.
final class EsbuildErrors {
    private static final Pattern MESSAGE = Pattern.compile("^\\S+ \\[ERROR\\] (?<text>.*)$");
    private static final Pattern PLACE =
            Pattern.compile("^ {4}(?<file>\\S.*):(?<line>\\d{1,8}):(?<column>\\d{1,8}):$");
    private static final Pattern UNRESOLVED = Pattern.compile("Could not resolve \"(?<what>.*?)\"");
    private static final String PACKAGES = "../";

    private EsbuildErrors() {}

    static BuildFailed failure(List<String> lines) {
        List<Diagnostic> found = new ArrayList<>();
        Optional<String> open = Optional.empty();
        for (String line : lines) {
            Matcher message = MESSAGE.matcher(line);
            Matcher place = PLACE.matcher(line);
            if (message.matches()) {
                open.ifPresent(text -> found.add(new Diagnostic("", 0, 0, text)));
                open = Optional.of(worded(message.group("text")));
            } else if (open.isPresent() && place.matches()) {
                found.add(
                        new Diagnostic(
                                shown(place.group("file")),
                                Integer.parseInt(place.group("line")),
                                Integer.parseInt(place.group("column")) + 1,
                                open.get()));
                open = Optional.empty();
            }
        }
        open.ifPresent(text -> found.add(new Diagnostic("", 0, 0, text)));
        if (found.isEmpty()) {
            return new BuildFailed(
                    ErrorCode.COMPILE_FAILED, "esbuild failed; see the build's log.");
        }
        Diagnostic first = found.getFirst();
        String where =
                first.file().isEmpty()
                        ? ""
                        : first.file() + ":" + first.line() + ":" + first.column() + ": ";
        return new BuildFailed(ErrorCode.COMPILE_FAILED, where + first.message(), found);
    }

    /// Packages lie outside of the source; their names begin with `node_modules`.
    static String shown(String file) {
        return file.startsWith(PACKAGES) ? file.substring(PACKAGES.length()) : file;
    }

    private static String worded(String message) {
        Matcher unresolved = UNRESOLVED.matcher(message);
        return unresolved.find() ? NodeModules.missing(unresolved.group("what")) : message;
    }
}
