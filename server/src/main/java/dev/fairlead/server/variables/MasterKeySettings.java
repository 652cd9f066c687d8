package dev.fairlead.server.variables;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Master keys as they are written, in hexadecimal digits or wrapped by the key service: the first
/// seals, all open. Empty where the file has them.
public record MasterKeySettings(List<String> keys, Optional<KeyServiceSettings> service) {
    public static final MasterKeySettings NONE = new MasterKeySettings(List.of(), Optional.empty());

    private static final String SETTING = "FAIRLEAD_MASTER_KEY";

    public MasterKeySettings {
        keys = List.copyOf(keys);
    }

    /// Throws `IllegalArgumentException` with what to write instead.
    public static MasterKeySettings parse(Map<String, String> environment) {
        String text = environment.getOrDefault(SETTING, "").strip();
        return new MasterKeySettings(
                text.isEmpty() ? List.of() : List.of(text.split("[,\\s]+")),
                KeyServiceSettings.parse(environment));
    }

    /// Those in the lines of a file.
    public static List<String> lines(String text) {
        return Arrays.stream(text.split("\\R"))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /// Where they are said.
    public static String setting() {
        return SETTING;
    }

    /// Keys are nobody's who reads a log.
    @Override
    public String toString() {
        return keys.size() + " keys";
    }
}
