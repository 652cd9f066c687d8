package dev.fairlead.controlplane.api.providers;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everything that is wrong with a body, told at once.
final class Violations {
    private final List<FieldError> all = new ArrayList<>();

    void add(String pointer, String rule) {
        all.add(new FieldError(pointer, rule));
    }

    void unless(boolean right, String pointer, String rule) {
        if (!right) {
            add(pointer, rule);
        }
    }

    /// What has to be there.
    <T> Optional<T> needed(String pointer, @Nullable String text, Function<String, T> parse) {
        if (text == null || text.isEmpty()) {
            add(pointer, "is needed");
            return Optional.empty();
        }
        return read(pointer, text, parse);
    }

    /// What may be left out, or empty.
    <T> Optional<T> optional(String pointer, @Nullable String text, Function<String, T> parse) {
        return text == null || text.isEmpty() ? Optional.empty() : read(pointer, text, parse);
    }

    private <T> Optional<T> read(String pointer, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (InvalidValue e) {
            add(pointer, e.what() + ": " + e.rule());
        } catch (Rejected e) {
            add(pointer, e.detail());
        }
        return Optional.empty();
    }

    /// Each of a list, of which there are not too many.
    <T> List<T> each(
            String pointer, @Nullable List<String> texts, int most, Function<String, T> parse) {
        List<String> some = texts == null ? List.of() : texts;
        unless(some.size() <= most, pointer, "has more than " + most + " entries");
        var read = new ArrayList<T>();
        for (int i = 0; i < Math.min(most, some.size()); i++) {
            needed(pointer + "/" + i, some.get(i), parse).ifPresent(read::add);
        }
        return read;
    }

    boolean any() {
        return !all.isEmpty();
    }

    Rejected rejected() {
        String detail =
                all.stream()
                        .map(e -> e.pointer() + " " + e.detail())
                        .collect(Collectors.joining("; "));
        return new Rejected(ErrorCode.INVALID_REQUEST, detail, all);
    }
}
