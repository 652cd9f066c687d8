package dev.fairlead.model.functions;

import dev.fairlead.model.errors.InvalidValue;

import java.time.Duration;
import java.util.List;

/// Whether answers of a service are kept and given again; how long those are good that do not say
/// so themselves (zero: they are not kept); and which parameters of a query make no other answer, a
/// name that ends with `*` meaning all that begin so.
public record CacheSettings(boolean enabled, Duration unsaid, List<String> ignoredParameters) {
    private static final Duration MOST = Duration.ofDays(30);
    private static final int MOST_PARAMETERS = 32;
    private static final int MOST_NAME = 64;

    public static final CacheSettings OFF = new CacheSettings(false, Duration.ZERO, List.of());

    public CacheSettings {
        ignoredParameters = ignoredParameters.stream().distinct().toList();
        if (unsaid.isNegative() || unsaid.compareTo(MOST) > 0) {
            throw new InvalidValue("defaultSeconds", "use 0 to " + MOST.toSeconds());
        }
        if (ignoredParameters.size() > MOST_PARAMETERS
                || !ignoredParameters.stream().allMatch(CacheSettings::named)) {
            throw new InvalidValue(
                    "ignoredParameters",
                    "name at most " + MOST_PARAMETERS + " parameters, such as utm_*");
        }
    }

    private static boolean named(String name) {
        return !name.isEmpty()
                && name.length() <= MOST_NAME
                && name.chars().allMatch(c -> c > ' ' && c < 127 && "&=#?,".indexOf(c) < 0)
                && name.indexOf('*') == (name.endsWith("*") ? name.length() - 1 : -1);
    }

    /// Whether a parameter of this name makes no other answer.
    public boolean ignores(String parameter) {
        for (String name : ignoredParameters) {
            boolean prefix = name.endsWith("*");
            if (prefix
                    ? parameter.startsWith(name.substring(0, name.length() - 1))
                    : parameter.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
