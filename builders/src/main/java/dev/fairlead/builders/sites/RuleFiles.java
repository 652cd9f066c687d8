package dev.fairlead.builders.sites;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.sites.PathPattern;
import dev.fairlead.model.sites.SiteHeader;
import dev.fairlead.model.sites.SiteOptions;
import dev.fairlead.model.sites.SiteOptions.Slash;
import dev.fairlead.model.sites.SiteRedirect;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Reads the files of a site that say how it is served: `_redirects` and `_headers` as Netlify
/// reads them, and `_site`. What is not understood is refused with its line.
final class RuleFiles {
    private static final Pattern STATUS = Pattern.compile("\\d{3}!?");
    private static final int MOST_RULES = 10_000;

    private final List<Diagnostic> wrong = new ArrayList<>();

    /// Throws `BuildFailed` with every line that is wrong, where one is.
    void check() {
        if (!wrong.isEmpty()) {
            Diagnostic first = wrong.getFirst();
            throw new BuildFailed(
                    ErrorCode.SOURCE_INVALID,
                    first.file() + " has a line that cannot be followed: " + first.message() + ".",
                    wrong);
        }
    }

    private interface Line {
        void read(String text);
    }

    private void each(String file, String text, Line line) {
        List<String> lines = text.lines().toList();
        if (lines.size() > MOST_RULES) {
            wrong.add(new Diagnostic(file, MOST_RULES, 1, "at most " + MOST_RULES + " lines"));
            return;
        }
        for (int i = 0; i < lines.size(); i++) {
            String one = lines.get(i);
            if (one.isBlank() || one.strip().startsWith("#")) {
                continue;
            }
            try {
                line.read(one);
            } catch (InvalidValue e) {
                wrong.add(new Diagnostic(file, i + 1, 1, e.what() + ": " + e.rule()));
            }
        }
    }

    /// A line is `FROM TO [STATUS[!]]`.
    List<SiteRedirect> redirects(String text) {
        var rules = new ArrayList<SiteRedirect>();
        each("_redirects", text, line -> rules.add(redirect(line)));
        return rules;
    }

    private static SiteRedirect redirect(String line) {
        String rule = line.contains(" #") ? line.substring(0, line.indexOf(" #")) : line;
        List<String> words = Arrays.stream(rule.strip().split("\\s+", -1)).toList();
        for (String word : words) {
            int equal = word.indexOf('=');
            boolean address = word.startsWith("/") || word.startsWith("http");
            if (equal > 0 && !address) {
                throw new InvalidValue(
                        "condition",
                        "'" + word.substring(0, equal) + "' is no condition that is known here");
            }
        }
        if (words.size() < 2 || words.size() > 3) {
            throw new InvalidValue("rule", "write FROM TO, and perhaps a status");
        }
        int status = 301;
        boolean force = false;
        if (words.size() == 3) {
            String said = words.get(2);
            if (!STATUS.matcher(said).matches()) {
                throw new InvalidValue("status", "'" + said + "' is no status");
            }
            force = said.endsWith("!");
            status = Integer.parseInt(said.substring(0, 3));
        }
        return new SiteRedirect(new PathPattern(words.get(0)), words.get(1), status, force);
    }

    /// A line that begins with a path, then lines ` Name: value`.
    List<SiteHeader> headers(String text) {
        var reader = new HeaderReader();
        each("_headers", text, reader);
        return reader.rules;
    }

    private static final class HeaderReader implements Line {
        private final List<SiteHeader> rules = new ArrayList<>();
        private @Nullable PathPattern paths;

        @Override
        public void read(String line) {
            if (!Character.isWhitespace(line.charAt(0))) {
                paths = null;
                paths = new PathPattern(line.strip());
                return;
            }
            int colon = line.indexOf(':');
            if (paths == null || colon < 0) {
                throw new InvalidValue("rule", "write a path, then indented lines 'Name: value'");
            }
            rules.add(
                    new SiteHeader(
                            paths,
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip()));
        }
    }

    /// Lines `single-page` and `trailing-slash auto|always|never`.
    SiteOptions options(String text) {
        var options = new SiteOptions[] {SiteOptions.USUAL};
        each("_site", text, line -> options[0] = option(options[0], line.strip()));
        return options[0];
    }

    private static SiteOptions option(SiteOptions options, String line) {
        String[] words = line.split("\\s+", -1);
        if (words.length == 1 && words[0].equals("single-page")) {
            return new SiteOptions(true, options.slash());
        }
        if (words.length == 2 && words[0].equals("trailing-slash")) {
            Slash slash =
                    Slash.parse(words[1])
                            .orElseThrow(() ->
                                    new InvalidValue(
                                            "trailing-slash", "use auto, always or never"));
            return new SiteOptions(options.singlePage(), slash);
        }
        throw new InvalidValue(
                "option", "'" + words[0] + "' is none; known are single-page and trailing-slash");
    }
}
