package dev.fairlead.model.sources;

import dev.fairlead.model.errors.InvalidValue;

import java.util.ArrayList;
import java.util.List;

/// What `.dockerignore` leaves out of a build's context, as Docker reads it: the last pattern that
/// fits counts, `!` takes back, and what fits a folder fits all below it.
public final class IgnoredFiles {
    public static final String NAME = ".dockerignore";

    private static final int MOST_PATTERNS = 1000;
    private static final int LONGEST_PATTERN = 500;

    private final List<Rule> rules = new ArrayList<>();

    private record Rule(PathGlob pattern, boolean takesBack) {}

    /// Throws `InvalidValue` where it has too many or too long patterns.
    public IgnoredFiles(String text) {
        for (String line : text.lines().toList()) {
            String one = line.strip();
            if (one.isEmpty() || one.startsWith("#")) {
                continue;
            }
            if (rules.size() == MOST_PATTERNS || one.length() > LONGEST_PATTERN) {
                throw new InvalidValue(
                        NAME,
                        "it may have "
                                + MOST_PATTERNS
                                + " patterns of "
                                + LONGEST_PATTERN
                                + " characters");
            }
            boolean takesBack = one.startsWith("!");
            String pattern = (takesBack ? one.substring(1) : one).strip();
            rules.add(new Rule(PathGlob.of(cleaned(pattern)), takesBack));
        }
    }

    private static String cleaned(String pattern) {
        String one = pattern;
        while (one.startsWith("/") || one.startsWith("./")) {
            one = one.substring(one.indexOf('/') + 1);
        }
        return one;
    }

    public boolean leavesOut(String file) {
        boolean out = false;
        for (Rule rule : rules) {
            if (out == rule.takesBack() && fits(rule.pattern(), file)) {
                out = !rule.takesBack();
            }
        }
        return out;
    }

    private static boolean fits(PathGlob pattern, String file) {
        for (int end = file.indexOf('/'); end >= 0; end = file.indexOf('/', end + 1)) {
            if (pattern.fits(file.substring(0, end))) {
                return true;
            }
        }
        return pattern.fits(file);
    }
}
