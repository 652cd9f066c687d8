package dev.fairlead.builders.languages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A script's text as far as a build looks into it: does it define a handler, what does it import.
/// A guess by pattern; the engine has the last word.
public final class ScriptSource {
    private static final Pattern COMMENT =
            Pattern.compile(
                    "(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'|`(?:[^`\\\\]|\\\\.)*+`)"
                            + "|/\\*[\\s\\S]*?\\*/|//[^\\n]*");
    private static final Pattern HANDLER =
            Pattern.compile(
                    "export\\s+(?:async\\s+)?function\\s*\\*?\\s*handle\\b"
                            + "|export\\s+(?:const|let|var)\\s+handle\\b"
                            + "|export\\s+default\\b"
                            + "|export\\s*\\{[^}]*\\b(?:handle|default)\\b[^}]*\\}"
                            + "|(?m:^\\s*(?:async\\s+)?function\\s+handle\\b)"
                            + "|(?m:^\\s*(?:const|let|var)\\s+handle\\s*=)"
                            + "|\\bmodule\\.exports\\b|\\bexports\\.handle\\b"
                            + "|\\bglobalThis\\.handle\\s*=");
    private static final Pattern EXPORT =
            Pattern.compile("(?m:^|[;}])\\s*export\\b|\\bmodule\\.exports\\b|\\bexports\\.\\w");
    private static final Pattern IMPORT =
            Pattern.compile(
                    "(?m:^|[;}])\\s*import\\s*['\"]([^'\"]+)['\"]"
                        + "|(?m:^|[;}])\\s*(?:import|export)\\b[^;'\"()=]*?\\bfrom\\s*['\"]([^'\"]+)['\"]"
                        + "|\\bimport\\s*\\(\\s*['\"]([^'\"]+)['\"]"
                        + "|\\brequire\\s*\\(\\s*['\"]([^'\"]+)['\"]");

    private final String text;

    public ScriptSource(String source) {
        this.text = withoutComments(source);
    }

    /// What is imported, and the line (from 1) where.
    public record Import(String specifier, int line) {}

    public boolean hasHandler() {
        return HANDLER.matcher(text).find();
    }

    public List<Import> imports() {
        List<Import> found = new ArrayList<>();
        Matcher matcher = IMPORT.matcher(text);
        while (matcher.find()) {
            for (int group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    found.add(new Import(matcher.group(group), lineOf(matcher.start(group))));
                }
            }
        }
        return found;
    }

    /// Whether it hands anything out; else its `handle` is one of a plain script's own.
    public boolean exports() {
        return EXPORT.matcher(text).find();
    }

    private int lineOf(int position) {
        return 1 + (int) text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private static String withoutComments(String source) {
        return COMMENT.matcher(source)
                .replaceAll(match ->
                        match.group(1) != null
                                ? Matcher.quoteReplacement(match.group())
                                : match.group().replaceAll("[^\\n]", " "));
    }
}
