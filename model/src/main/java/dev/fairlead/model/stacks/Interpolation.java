package dev.fairlead.model.stacks;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/// A template with variables put in, as the compose specification has it: `$NAME`, `${NAME}`,
/// `${NAME:-default}`, `${NAME-default}`, `${NAME:?message}`, `${NAME?message}`,
/// `${NAME:+instead}`, `${NAME+instead}`, each within another, and `$$` for a dollar sign. With a
/// colon an empty variable counts as none; one that is not there is empty.
public final class Interpolation {
    private static final int MOST_DEPTH = 20;
    private static final int MOST_CHARACTERS = 1 << 20;

    private final String template;
    private final Function<String, Optional<String>> values;
    private final Set<String> names = new TreeSet<>();
    private int at;

    private final Consumer<String> unset;

    private Interpolation(
            String template, Function<String, Optional<String>> values, Consumer<String> unset) {
        this.template = template;
        this.values = values;
        this.unset = unset;
    }

    /// Throws `InvalidValue` that names the variable for one that has to be there, and for what is
    /// no template. It never says what a variable's value is.
    public static String resolve(String template, Function<String, Optional<String>> values) {
        return resolve(template, values, _ -> {});
    }

    /// The same; `unset` hears of variables that nothing stands for.
    public static String resolve(
            String template, Function<String, Optional<String>> values, Consumer<String> unset) {
        return new Interpolation(template, values, unset).whole(true);
    }

    /// The variables that a template asks for, in the order of the alphabet. Throws `InvalidValue`
    /// for what is no template.
    public static Set<String> names(String template) {
        var asked = new Interpolation(template, _ -> Optional.empty(), _ -> {});
        asked.whole(false);
        return asked.names;
    }

    /// A template that gives `text`.
    public static String quote(String text) {
        return text.replace("$", "$$");
    }

    private String whole(boolean live) {
        if (template.length() > MOST_CHARACTERS) {
            throw wrong("has more than 1 MiB");
        }
        return part(0, live);
    }

    private static InvalidValue wrong(String rule) {
        return new InvalidValue("template", rule);
    }

    /// Up to the brace that ends it, or to the end where `depth` is 0. What is not `live` is only
    /// read.
    private String part(int depth, boolean live) {
        if (depth > MOST_DEPTH) {
            throw wrong("has variables within variables more than " + MOST_DEPTH + " deep");
        }
        var out = new StringBuilder();
        while (at < template.length() && (depth == 0 || template.charAt(at) != '}')) {
            char c = template.charAt(at++);
            String piece = c == '$' ? variable(depth, live) : String.valueOf(c);
            if (out.length() + piece.length() > MOST_CHARACTERS) {
                throw wrong("gives more than 1 MiB");
            }
            out.append(piece);
        }
        return out.toString();
    }

    private String variable(int depth, boolean live) {
        char next = at < template.length() ? template.charAt(at) : ' ';
        if (next == '$') {
            at++;
            return "$";
        }
        if (next == '{') {
            at++;
            return braced(depth, live);
        }
        String name = name();
        if (name.isEmpty()) {
            throw wrong("has a '$' without a name; write $$ for a dollar sign");
        }
        return simple(name, live);
    }

    private String simple(String name, boolean live) {
        if (!live) {
            return "";
        }
        Optional<String> value = values.apply(name);
        if (value.isEmpty()) {
            unset.accept(name);
        }
        return value.orElse("");
    }

    private String name() {
        int start = at;
        while (at < template.length() && belongs(template.charAt(at), at == start)) {
            at++;
        }
        String name = template.substring(start, at);
        if (!name.isEmpty()) {
            names.add(name);
        }
        return name;
    }

    private static boolean belongs(char c, boolean first) {
        return c == '_'
                || (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (!first && c >= '0' && c <= '9');
    }

    private String braced(int depth, boolean live) {
        String name = name();
        if (name.isEmpty()) {
            throw wrong("has '${' without a name");
        }
        if (at < template.length() && template.charAt(at) == '}') {
            at++;
            return simple(name, live);
        }
        boolean colon = at < template.length() && template.charAt(at) == ':';
        at += colon ? 1 : 0;
        char operator = at < template.length() ? template.charAt(at) : ' ';
        at++;
        if ("-?+".indexOf(operator) < 0) {
            throw new InvalidValue(
                    "variable " + name,
                    "use ${" + name + "}, or one of :- - :? ? :+ + after its name");
        }
        Optional<String> value = live ? values.apply(name) : Optional.empty();
        boolean there = value.filter(text -> !colon || !text.isEmpty()).isPresent();
        int from = at;
        String argument = part(depth + 1, live && operator != '?' && (operator == '+') == there);
        if (at >= template.length()) {
            throw new InvalidValue("variable " + name, "its '${' does not end");
        }
        String written = template.substring(from, at);
        at++;
        if (!live) {
            return "";
        }
        return switch (operator) {
            case '-' -> there ? value.orElse("") : argument;
            case '+' -> there ? argument : "";
            default -> required(name, value, there, written);
        };
    }

    private static String required(
            String name, Optional<String> value, boolean there, String message) {
        if (!there) {
            throw new InvalidValue("variable " + name, message.isBlank() ? "is not set" : message);
        }
        return value.orElse("");
    }
}
