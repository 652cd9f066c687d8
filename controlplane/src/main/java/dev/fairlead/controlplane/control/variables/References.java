package dev.fairlead.controlplane.control.variables;

import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableScope;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Narrows settings to what one service sees, and follows their references.
final class References {
    /// Of one value when its references are followed.
    static final int LONGEST = 32 << 10;

    /// Of all names and values together.
    static final int MOST_BYTES = 256 << 10;

    private static final int DEEPEST = 100;
    private static final String OURS = "fairlead";

    private final Map<String, List<Setting>> settings = new TreeMap<>();
    private final Map<String, String> facts;
    private final Map<Setting, Optional<Value>> known = new HashMap<>();
    private final Deque<Setting> open = new ArrayDeque<>();
    private final Set<FieldError> problems = new LinkedHashSet<>();

    private record Value(String text, boolean secret) {}

    /// What a service sees; and why not, where there are `problems`.
    record Result(List<Effective> variables, List<FieldError> problems) {
        Result {
            variables = List.copyOf(variables);
            problems = List.copyOf(problems);
        }
    }

    private References(List<Setting> all, Map<String, String> facts) {
        this.facts = facts;
        for (Setting one : all) {
            settings.computeIfAbsent(one.name().text(), _ -> new ArrayList<>()).add(one);
        }
    }

    /// `all` with the widest first; `from` is where the service looks from.
    static Result follow(Collection<Setting> all, Seen from, Map<String, String> facts) {
        List<Setting> seen = all.stream().filter(s -> s.seen().from(from)).toList();
        return new References(seen, facts).follow();
    }

    private Result follow() {
        var found = new ArrayList<Effective>();
        long bytes = 0;
        for (List<Setting> all : settings.values()) {
            Setting winner = all.getLast();
            Optional<Value> value = value(winner);
            if (value.isPresent()) {
                bytes += winner.name().text().length() + value.get().text().length();
                found.add(
                        new Effective(
                                winner.name(),
                                value.get().text(),
                                value.get().secret(),
                                winner.origin(),
                                all.subList(0, all.size() - 1).reversed().stream()
                                        .map(Setting::origin)
                                        .toList()));
            }
        }
        if (bytes > MOST_BYTES) {
            problems.add(
                    new FieldError(
                            "/variables",
                            "all variables of a service together have more than "
                                    + MOST_BYTES
                                    + " characters"));
        }
        return new Result(found, List.copyOf(problems));
    }

    /// Empty where there is a problem, which was told.
    private Optional<Value> value(Setting setting) {
        Optional<Value> before = known.get(setting);
        if (before != null) {
            return before;
        }
        if (open.contains(setting)) {
            cycle(setting);
            return Optional.empty();
        }
        if (open.size() >= DEEPEST) {
            problem(setting, "its references go more than " + DEEPEST + " deep");
            return Optional.empty();
        }
        open.addLast(setting);
        Optional<Value> value = expanded(setting);
        open.removeLast();
        known.put(setting, value);
        return value;
    }

    private void cycle(Setting again) {
        var path = new ArrayList<String>();
        boolean within = false;
        for (Setting one : open) {
            within |= one.equals(again);
            if (within) {
                path.add(called(one));
            }
        }
        path.add(called(again));
        problem(again, "refers to itself: " + String.join(" -> ", path));
    }

    private static String called(Setting setting) {
        return setting.name() + " (" + setting.origin().text() + ")";
    }

    private Optional<Value> expanded(Setting setting) {
        Template template;
        try {
            template = Template.parse(setting.text());
        } catch (InvalidValue e) {
            problem(setting, e.rule());
            return Optional.empty();
        }
        var text = new StringBuilder();
        boolean secret = setting.secret();
        boolean whole = true;
        for (Template.Part part : template.parts()) {
            Optional<Value> value =
                    switch (part) {
                        case Template.Text(String plain) -> Optional.of(new Value(plain, false));
                        case Template.Reference reference -> referred(setting, reference);
                    };
            whole &= value.isPresent();
            if (value.isPresent()) {
                text.append(value.get().text());
                secret |= value.get().secret();
            }
            if (text.length() > LONGEST) {
                problem(setting, "has more than " + LONGEST + " characters with what it refers to");
                return Optional.empty();
            }
        }
        return whole ? Optional.of(new Value(text.toString(), secret)) : Optional.empty();
    }

    private Optional<Value> referred(Setting from, Template.Reference reference) {
        if (reference.scope().filter(OURS::equals).isPresent()) {
            @Nullable String fact = facts.get(reference.name());
            if (fact == null) {
                problem(from, "refers to " + told(from, reference) + ", which is no fact of ours");
                return Optional.empty();
            }
            return Optional.of(new Value(fact, false));
        }
        Optional<Setting> target = target(reference);
        if (target.isEmpty()) {
            problem(from, "refers to " + told(from, reference) + ", which is not there");
        }
        return target.flatMap(this::value);
    }

    /// What looks like a reference in a secret may be a part of the secret.
    private static String told(Setting from, Template.Reference reference) {
        return from.secret() ? "something" : reference.toString();
    }

    private Optional<Setting> target(Template.Reference reference) {
        List<Setting> all = settings.getOrDefault(reference.name(), List.of());
        return all.reversed().stream()
                .filter(one -> reference.scope().filter(word -> !of(one, word)).isEmpty())
                .findFirst();
    }

    /// What is set for the service in this environment is the service's, too.
    private static boolean of(Setting setting, String scope) {
        return setting.scope().word().equals(scope)
                || (scope.equals(VariableScope.SERVICE.word())
                        && setting.scope() == VariableScope.PLACE);
    }

    private void problem(Setting setting, String what) {
        problems.add(new FieldError("/variables/" + setting.name(), what));
    }

    /// Values by name.
    static Map<String, String> values(List<Effective> all, boolean secret) {
        var values = new LinkedHashMap<String, String>();
        all.stream()
                .filter(one -> one.secret() == secret)
                .forEach(one -> values.put(one.name().text(), one.value()));
        return values;
    }
}
