package dev.fairlead.builders.apps;

import java.util.Arrays;
import java.util.List;

/// A pattern of file names: `*` and `?` within a part, `**` for any number of parts. Takes time by
/// the product of the lengths at most, whatever the pattern is.
record PathGlob(List<String> parts) {
    PathGlob {
        parts = List.copyOf(parts);
    }

    static PathGlob of(String pattern) {
        return new PathGlob(
                Arrays.stream(pattern.split("/", -1)).filter(part -> !part.isEmpty()).toList());
    }

    /// Whether it fits a whole name.
    boolean fits(String name) {
        String[] names = name.split("/", -1);
        // How far a pattern's first parts reach: fits[j] says that they fit the first j names.
        boolean[] fits = new boolean[names.length + 1];
        fits[0] = true;
        for (String part : parts) {
            boolean[] next = new boolean[names.length + 1];
            boolean any = part.equals("**");
            next[0] = any && fits[0];
            for (int j = 1; j <= names.length; j++) {
                next[j] = any ? fits[j] || next[j - 1] : fits[j - 1] && part(part, names[j - 1]);
            }
            fits = next;
        }
        return fits[names.length];
    }

    /// Goes back to the last `*` where it does not go on.
    private static boolean part(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int from = 0;
        while (n < name.length()) {
            char c = p < pattern.length() ? pattern.charAt(p) : 0;
            if (c == '*') {
                star = p++;
                from = n;
            } else if (p < pattern.length() && (c == '?' || c == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++from;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
