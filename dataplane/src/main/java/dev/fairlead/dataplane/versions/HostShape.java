package dev.fairlead.dataplane.versions;

import java.util.regex.Pattern;

/// What the name or the address of a host may look like.
final class HostShape {
    private static final Pattern LABEL =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");
    private static final Pattern SIX = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private HostShape() {}

    static boolean name(String text) {
        if (text.isEmpty() || text.length() > 253) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    /// Of IPv6; one of IPv4 looks like a name.
    static boolean address(String text) {
        return text.indexOf(':') >= 0 && SIX.matcher(text).matches();
    }
}
