package dev.fairlead.dataplane.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The host that a request is for: a name in lower case without a dot at its end, or an address;
/// and the port where one was named, else -1.
public record HostField(String name, int port) {
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
                            + "(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
    private static final Pattern SIX = Pattern.compile("\\[[0-9a-f:.]{2,45}]");
    private static final int MOST = 253;

    /// Empty where there is not exactly one, or it is none.
    public static Optional<HostField> of(List<String> fields) {
        return fields.size() == 1 ? parse(fields.getFirst()) : Optional.empty();
    }

    static Optional<HostField> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int colon = lower.lastIndexOf(':');
        boolean ported = colon > lower.lastIndexOf(']');
        String name = ported ? lower.substring(0, colon) : lower;
        int port = ported ? port(lower.substring(colon + 1)) : -1;
        if (ported && port < 0) {
            return Optional.empty();
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean holds = name.length() <= MOST && (plain(name) || SIX.matcher(name).matches());
        return holds ? Optional.of(new HostField(name, port)) : Optional.empty();
    }

    private static boolean plain(String name) {
        return !name.isEmpty() && NAME.matcher(name).matches();
    }

    private static int port(String digits) {
        if (digits.isEmpty() || digits.length() > 5) {
            return -1;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + (c - '0');
        }
        return port > 0 && port < 1 << 16 ? port : -1;
    }

    /// As a `Host` header says it.
    public String text() {
        return port < 0 ? name : name + ":" + port;
    }
}
