package dev.fairlead.controlplane.control.variables;

import dev.fairlead.model.errors.InvalidValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value with its references: `${NAME}`, `${scope.NAME}`, `${fairlead.fact}`; `$${` is `${`
/// itself. Every other `$` is what it is.
record Template(List<Part> parts) {
    private static final Pattern REFERENCE =
            Pattern.compile("(?:([a-z]{1,20})\\.)?([A-Za-z_][A-Za-z0-9_]{0,63})");

    Template {
        parts = List.copyOf(parts);
    }

    /// A piece of a value.
    sealed interface Part {}

    record Text(String text) implements Part {}

    record Reference(Optional<String> scope, String name) implements Part {
        @Override
        public String toString() {
            return "${" + scope.map(word -> word + ".").orElse("") + name + "}";
        }
    }

    /// Throws `InvalidValue` for what cannot be read.
    static Template parse(String value) {
        var parts = new ArrayList<Part>();
        var text = new StringBuilder();
        int at = 0;
        while (at < value.length()) {
            int dollar = value.indexOf("${", at);
            if (dollar < 0) {
                text.append(value, at, value.length());
                break;
            }
            if (dollar > at && value.charAt(dollar - 1) == '$') {
                text.append(value, at, dollar - 1).append("${");
                at = dollar + 2;
                continue;
            }
            text.append(value, at, dollar);
            parts.add(new Text(text.toString()));
            text.setLength(0);
            int end = value.indexOf('}', dollar);
            parts.add(reference(value, dollar + 2, end));
            at = end + 1;
        }
        parts.add(new Text(text.toString()));
        return new Template(parts);
    }

    /// What stands there is not told: it may be a part of a secret.
    private static Reference reference(String value, int start, int end) {
        if (end < 0) {
            throw new InvalidValue(
                    "value",
                    "has '${' at "
                            + (start - 1)
                            + " and no '}' after it; write '$${' for the characters themselves");
        }
        Matcher named = REFERENCE.matcher(value.substring(start, end));
        if (!named.matches()) {
            throw new InvalidValue(
                    "value",
                    "has no name in the '${' at "
                            + (start - 1)
                            + "; use ${NAME}, ${scope.NAME} or ${fairlead.fact}, and '$${' for the"
                            + " characters themselves");
        }
        return new Reference(Optional.ofNullable(named.group(1)), named.group(2));
    }
}
