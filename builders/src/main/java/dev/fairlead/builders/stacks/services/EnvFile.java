package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.stacks.Interpolation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Files of variables that services name, as templates; empty for a name without a value. What is
/// in single quotes is no template.
final class EnvFile {
    private final Part said;
    private final String file;
    private final String[] lines;
    private final Map<String, Optional<String>> values = new LinkedHashMap<>();
    private int at;

    private EnvFile(Part said, String file, String text) {
        this.said = said;
        this.file = file;
        this.lines = text.split("\r?\n", -1);
    }

    /// Where `raw`, values are what stands there.
    static Map<String, Optional<String>> read(Part said, String file, String text, boolean raw) {
        var env = new EnvFile(said, file, text.startsWith("\uFEFF") ? text.substring(1) : text);
        while (env.at < env.lines.length) {
            String line = env.lines[env.at++].stripLeading();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                env.line(line, raw);
            }
        }
        return env.values;
    }

    private void line(String line, boolean raw) {
        int where = at;
        String told = line.startsWith("export ") ? line.substring(7).stripLeading() : line;
        int equals = told.indexOf('=');
        String name = (equals < 0 ? told : told.substring(0, equals)).strip();
        if (name.isEmpty() || !name.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
            said.refuse(file + ", line " + where + ": use NAME=VALUE");
            return;
        }
        if (equals < 0) {
            values.put(name, Optional.empty());
            return;
        }
        String rest = told.substring(equals + 1);
        String value = raw ? Interpolation.quote(rest) : value(rest.strip(), where);
        try {
            Interpolation.names(value);
            values.put(name, Optional.of(value));
        } catch (InvalidValue e) {
            said.refuse(file + ", line " + where + ": " + e.what() + ": " + e.rule());
        }
    }

    private String value(String text, int where) {
        if (!text.startsWith("'") && !text.startsWith("\"")) {
            int remark = text.startsWith("#") ? 0 : text.indexOf(" #");
            return (remark < 0 ? text : text.substring(0, remark)).strip();
        }
        char quote = text.charAt(0);
        var value = new StringBuilder();
        String rest = text.substring(1);
        while (true) {
            for (int i = 0; i < rest.length(); i++) {
                char c = rest.charAt(i);
                if (c == quote) {
                    String whole = value.toString();
                    return quote == '\'' ? Interpolation.quote(whole) : whole;
                }
                boolean escape = c == '\\' && i + 1 < rest.length();
                if (escape && (quote == '"' || rest.charAt(i + 1) == quote)) {
                    value.append(escaped(rest.charAt(++i)));
                } else {
                    value.append(c);
                }
            }
            if (at >= lines.length) {
                said.refuse(file + ", line " + where + ": its quote does not end");
                return "";
            }
            value.append('\n');
            rest = lines[at++];
        }
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case '$' -> "$$";
            case '"', '\'', '\\' -> String.valueOf(c);
            default -> "\\" + c;
        };
    }
}
