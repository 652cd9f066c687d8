package dev.fairlead.model.variables;

import dev.fairlead.model.errors.InvalidValue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Variables as `.env` files write them: `NAME=VALUE` or `export NAME=VALUE`, a remark after `#`.
/// In single quotes a value is what stands there, in double quotes `\n`, `\r`, `\t`, `\"`, `\\` and
/// `\$` are escapes; either may have several lines. What `write` makes, `parse` reads.
public final class Dotenv {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");
    private static final Pattern EXPORT = Pattern.compile("export[ \\t]+.*", Pattern.DOTALL);

    private final String text;
    private int at;
    private int line = 1;

    private Dotenv(String text) {
        this.text = text;
    }

    /// In the order of the file; of two with one name the later. Throws `InvalidValue` with the
    /// line that cannot be read, and never with what stands there.
    public static Map<String, String> parse(String text) {
        return new Dotenv(text.startsWith("\uFEFF") ? text.substring(1) : text).all();
    }

    private Map<String, String> all() {
        var values = new LinkedHashMap<String, String>();
        while (true) {
            skipBlank();
            if (at >= text.length()) {
                return values;
            }
            if (text.charAt(at) == '#') {
                skipLine();
                continue;
            }
            String name = name();
            String value = value();
            values.remove(name);
            values.put(name, value);
        }
    }

    private InvalidValue wrong(int where, String rule) {
        return new InvalidValue("line " + where, rule);
    }

    private void skipBlank() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            step();
        }
    }

    private char step() {
        char c = text.charAt(at++);
        if (c == '\n') {
            line++;
        }
        return c;
    }

    private void skipLine() {
        while (at < text.length() && step() != '\n') {
            // a remark
        }
    }

    private String name() {
        int end = at;
        while (end < text.length() && "=\r\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != '=') {
            throw wrong(line, "use NAME=VALUE");
        }
        String name = text.substring(at, end).strip();
        if (EXPORT.matcher(name).matches()) {
            name = name.substring("export".length()).strip();
        }
        at = end + 1;
        try {
            return new VariableName(name).text();
        } catch (InvalidValue e) {
            throw wrong(line, e.what() + ": " + e.rule());
        }
    }

    private String value() {
        while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            return quoted(step());
        }
        int start = at;
        while (at < text.length() && "\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '#' && (at == start || blank(text.charAt(at - 1)))) {
                break;
            }
            at++;
        }
        String value = text.substring(start, at).strip();
        skipLine();
        return value;
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t';
    }

    private String quoted(char quote) {
        int began = line;
        var value = new StringBuilder();
        while (at < text.length()) {
            char c = step();
            if (c == quote) {
                rest(began);
                return value.toString();
            }
            value.append(c == '\\' && quote == '"' ? escaped() : String.valueOf(c));
        }
        throw wrong(began, "its quote does not end");
    }

    private String escaped() {
        if (at >= text.length()) {
            return "\\";
        }
        char c = step();
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '"', '\\', '$' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }

    private void rest(int began) {
        while (at < text.length() && text.charAt(at) != '\n') {
            char c = step();
            if (c == '#') {
                skipLine();
                return;
            }
            if (!Character.isWhitespace(c)) {
                throw wrong(began, "has something after its quote");
            }
        }
    }

    /// A line for each, and more where a value has several.
    public static String write(Map<String, String> values) {
        var out = new StringBuilder();
        values.forEach((name, value) -> {
            out.append(name).append('=');
            if (BARE.matcher(value).matches()) {
                out.append(value);
            } else {
                out.append('"');
                value.chars().forEach(c -> escape(out, (char) c));
                out.append('"');
            }
            out.append('\n');
        });
        return out.toString();
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '"', '\\', '$' -> out.append('\\').append(c);
            default -> out.append(c);
        }
    }
}
