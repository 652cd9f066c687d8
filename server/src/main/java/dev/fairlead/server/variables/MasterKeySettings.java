package dev.fairlead.server.variables;

import dev.fairlead.controlplane.control.variables.Envelope;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Master keys in hexadecimal digits: the first seals, all open. Empty where the file has them.
public record MasterKeySettings(List<String> keys) {
    public static final MasterKeySettings NONE = new MasterKeySettings(List.of());

    private static final String SETTING = "FAIRLEAD_MASTER_KEY";

    public MasterKeySettings {
        keys = List.copyOf(keys);
    }

    /// Throws `IllegalArgumentException` with what to write instead.
    public static MasterKeySettings parse(Map<String, String> environment) {
        String text = environment.getOrDefault(SETTING, "").strip();
        return text.isEmpty() ? NONE : new MasterKeySettings(List.of(text.split("[,\\s]+")));
    }

    /// What seals and opens with them; `where` they were found. Never tells a key.
    public Envelope envelope(String where) {
        try {
            List<byte[]> all = keys.stream().map(HexFormat.of()::parseHex).toList();
            if (all.isEmpty() || all.stream().anyMatch(key -> key.length != Envelope.KEY_BYTES)) {
                throw new IllegalArgumentException("it is of another length");
            }
            return new Envelope(all.getFirst(), all.subList(1, all.size()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    where + " is no key: each must have 64 hexadecimal digits");
        }
    }

    /// Those in the lines of a file.
    public static MasterKeySettings lines(String text) {
        return new MasterKeySettings(
                Arrays.stream(text.split("\\R"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
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
