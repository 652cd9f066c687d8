package dev.fairlead.cli.quotas;

import java.util.Locale;

/// Sizes as people write them: 512, 64K, 512M, 10G, in powers of 1024.
final class Bytes {
    private static final String UNITS = "KMGT";

    private Bytes() {}

    static long parse(String text) {
        String upper = text.toUpperCase(Locale.ROOT).replaceAll("I?B$", "");
        int unit = upper.isEmpty() ? -1 : UNITS.indexOf(upper.charAt(upper.length() - 1));
        if (unit < 0) {
            return Long.parseLong(upper);
        }
        long number = Long.parseLong(upper.substring(0, upper.length() - 1));
        long factor = 1L << (10 * (unit + 1));
        if (number < 0 || number > Long.MAX_VALUE / factor) {
            throw new NumberFormatException(text);
        }
        return number * factor;
    }

    static String shown(long bytes) {
        int unit = -1;
        double amount = bytes;
        while (amount >= 1024 && unit + 1 < UNITS.length()) {
            amount /= 1024;
            unit++;
        }
        return unit < 0
                ? bytes + " B"
                : String.format(Locale.ROOT, "%.1f %ciB", amount, UNITS.charAt(unit));
    }
}
