package dev.fairlead.controlplane.control.variables;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.VariableName;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whether values are what their definitions expect. Patterns are matched in linear time, whatever
/// they are (RE2). Says what is expected, never what was found: that may be a secret.
final class Expectations {
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_EMAIL = 254;
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern EMAIL =
            Pattern.compile(
                    "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
                            + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                            + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private Expectations() {}

    /// Refuses a definition that contradicts itself.
    static void check(Definition definition) {
        switch (definition.type()) {
            case ENUM -> {
                if (definition.allowed().isEmpty()) {
                    throw Rejected.field("/allowed", "name what an enum can be");
                }
            }
            case STRING, NUMBER, INTEGER, BOOLEAN, URL, EMAIL, JSON -> {
                if (!definition.allowed().isEmpty()) {
                    throw Rejected.field("/allowed", "is for the type enum alone");
                }
            }
        }
        definition.pattern().ifPresent(Expectations::compiled);
        definition
                .standard()
                .ifPresent(value -> {
                    if (definition.secret()) {
                        throw Rejected.field("/default", "a secret has none: it would be readable");
                    }
                    if (!value.contains("${")) {
                        problem(definition, value)
                                .ifPresent(what -> {
                                    throw Rejected.field("/default", what);
                                });
                    }
                });
    }

    private static Pattern compiled(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw Rejected.field("/pattern", "is no pattern of RE2: " + e.getDescription());
        }
    }

    /// What of `all` is not as it has to be; `set` are the names of all that is set anywhere.
    static List<FieldError> problems(
            List<Definition> definitions, List<Effective> all, Set<VariableName> set) {
        var problems = new ArrayList<FieldError>();
        for (Definition definition : definitions) {
            List<Effective> found =
                    all.stream().filter(one -> one.name().equals(definition.name())).toList();
            String pointer = "/variables/" + definition.name();
            if (definition.required() && !set.contains(definition.name())) {
                problems.add(new FieldError(pointer, "is required" + told(definition)));
            }
            for (Effective one : found) {
                if (definition.secret() && !one.secret()) {
                    problems.add(new FieldError(pointer, "has to be a secret"));
                }
                problem(definition, one.value())
                        .ifPresent(what -> problems.add(new FieldError(pointer, what)));
            }
        }
        return problems.stream().distinct().toList();
    }

    private static String told(Definition definition) {
        return definition.description().isEmpty() ? "" : ": " + definition.description();
    }

    /// Why a value is not what is expected.
    static Optional<String> problem(Definition definition, String value) {
        boolean right =
                switch (definition.type()) {
                    case STRING -> true;
                    case NUMBER -> number(value);
                    case INTEGER -> INTEGER.matches(value);
                    case BOOLEAN -> value.equals("true") || value.equals("false");
                    case URL -> url(value);
                    case EMAIL -> value.length() <= LONGEST_EMAIL && EMAIL.matches(value);
                    case ENUM -> definition.allowed().contains(value);
                    case JSON -> json(value);
                };
        if (!right) {
            return Optional.of("has to be " + expected(definition));
        }
        return definition
                .pattern()
                .filter(pattern -> !compiled(pattern).matches(value))
                .map(pattern -> "has to match " + pattern);
    }

    private static String expected(Definition definition) {
        return switch (definition.type()) {
            case STRING -> "a text";
            case NUMBER -> "a number such as 0.5";
            case INTEGER -> "a whole number";
            case BOOLEAN -> "true or false";
            case URL -> "an absolute URL such as https://example.com/";
            case EMAIL -> "a mail address";
            case ENUM -> "one of " + String.join(", ", definition.allowed());
            case JSON -> "JSON";
        };
    }

    private static boolean number(String value) {
        try {
            return value.length() <= LONGEST_NUMBER && new BigDecimal(value).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean url(String value) {
        try {
            URI uri = new URI(value);
            return uri.isAbsolute()
                    && !uri.isOpaque()
                    && Optional.ofNullable(uri.getRawAuthority()).isPresent()
                    && uri.getScheme().toLowerCase(Locale.ROOT).matches("[a-z][a-z0-9+.-]{0,30}");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean json(String value) {
        try {
            return !JSON.readTree(value).isMissingNode();
        } catch (JacksonException e) {
            return false;
        }
    }
}
