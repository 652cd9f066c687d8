package dev.fairlead.builders.compiled;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a compiler words its errors. `message` has the group `message`; `place` has the groups
/// `file`, `line` and `column`, and is looked for in the same line, then in those that follow.
final class Remarks {
    private static final int MOST = 100;

    private final Pattern message;
    private final Pattern place;

    private Remarks(Pattern message, Pattern place) {
        this.message = message;
        this.place = place;
    }

    static Remarks of(String message, String place) {
        return new Remarks(Pattern.compile(message), Pattern.compile(place));
    }

    /// What a failed compiler's lines say, as the author's failure.
    BuildFailed failure(List<String> lines) {
        List<Diagnostic> diagnostics = diagnostics(lines);
        if (diagnostics.isEmpty()) {
            return new BuildFailed(ErrorCode.COMPILE_FAILED, withoutPlace(lines));
        }
        Diagnostic first = diagnostics.getFirst();
        String where = first.line() == 0 ? "" : ":" + first.line() + ":" + first.column();
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                first.file() + where + ": " + first.message(),
                diagnostics);
    }

    private List<Diagnostic> diagnostics(List<String> lines) {
        List<Diagnostic> found = new ArrayList<>();
        Optional<String> open = Optional.empty();
        for (String line : lines) {
            Matcher said = message.matcher(line);
            if (said.find()) {
                open = Optional.of(said.group("message"));
            }
            Matcher at = place.matcher(line);
            if (open.isPresent() && at.find() && found.size() < MOST) {
                found.add(diagnostic(at, open.get()));
                open = Optional.empty();
            }
        }
        return found;
    }

    /// An error in our own glue is about how the author's handler fits it: there is no line to
    /// show.
    private static Diagnostic diagnostic(Matcher at, String text) {
        String file = at.group("file");
        String name = file.startsWith("./") ? file.substring(2) : file;
        if (name.startsWith(WorkCopy.OURS + "/") || name.startsWith(GoModule.ENTRY)) {
            return new Diagnostic("handle", 0, 0, text);
        }
        return new Diagnostic(name, number(at.group("line")), number(at.group("column")), text);
    }

    private static int number(String digits) {
        return digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    /// A linker's line, or whatever came last.
    private String withoutPlace(List<String> lines) {
        String last = "";
        for (String line : lines) {
            if (line.contains("error: ")) {
                return line.strip();
            }
            last = line.isBlank() ? last : line.strip();
        }
        return last.isEmpty() ? "The compiler failed; see the build's log." : last;
    }
}
