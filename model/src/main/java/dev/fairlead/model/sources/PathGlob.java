package dev.fairlead.model.sources;

import java.util.ArrayList;
import java.util.List;

/// A pattern of file names: `*`, `?` and `[a-z]` within a part, `**` for any number of parts, `\`
/// before what stands for itself. Takes time by the product of the lengths at most, whatever the
/// pattern is.
record PathGlob(List<Part> parts) {
    PathGlob {
        parts = List.copyOf(parts);
    }

    /// A pattern between two slashes; empty for `**`.
    record Part(List<Piece> pieces) {
        boolean any() {
            return pieces.isEmpty();
        }

        /// Goes back to the last `*` where it does not go on.
        boolean fits(String name) {
            int p = 0;
            int n = 0;
            int star = -1;
            int from = 0;
            while (n < name.length()) {
                Piece piece = p < pieces.size() ? pieces.get(p) : null;
                if (piece != null && piece.star()) {
                    star = p++;
                    from = n;
                } else if (piece != null && piece.has(name.charAt(n))) {
                    p++;
                    n++;
                } else if (star >= 0) {
                    p = star + 1;
                    n = ++from;
                } else {
                    return false;
                }
            }
            while (p < pieces.size() && pieces.get(p).star()) {
                p++;
            }
            return p == pieces.size();
        }
    }

    /// One character that lies in one of `ranges` (pairs of a first and a last one), or in none of
    /// them; or a `*`, which has no ranges.
    record Piece(String ranges, boolean within) {
        static final Piece STAR = new Piece("", true);
        static final Piece ANY = new Piece("", false);

        static Piece of(char one) {
            return new Piece("" + one + one, true);
        }

        boolean star() {
            return ranges.isEmpty() && within;
        }

        boolean has(char c) {
            boolean found = false;
            for (int i = 0; i < ranges.length() && !found; i += 2) {
                found = ranges.charAt(i) <= c && c <= ranges.charAt(i + 1);
            }
            return found == within;
        }
    }

    static PathGlob of(String pattern) {
        var parts = new ArrayList<Part>();
        for (String text : pattern.split("/", -1)) {
            if (text.equals("**")) {
                parts.add(new Part(List.of()));
            } else if (!text.isEmpty()) {
                parts.add(new Part(pieces(text)));
            }
        }
        return new PathGlob(parts);
    }

    private static List<Piece> pieces(String text) {
        var pieces = new ArrayList<Piece>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int close = c == '[' ? text.indexOf(']', i + 2) : -1;
            if (close > 0) {
                pieces.add(set(text.substring(i + 1, close)));
                i = close;
            } else if (c == '\\' && i + 1 < text.length()) {
                pieces.add(Piece.of(text.charAt(++i)));
            } else {
                pieces.add(
                        switch (c) {
                            case '*' -> Piece.STAR;
                            case '?' -> Piece.ANY;
                            default -> Piece.of(c);
                        });
            }
        }
        return List.copyOf(pieces);
    }

    private static Piece set(String inside) {
        boolean without = inside.startsWith("^") && inside.length() > 1;
        var ranges = new StringBuilder();
        for (int i = without ? 1 : 0; i < inside.length(); i++) {
            char first = inside.charAt(i);
            boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-';
            ranges.append(first).append(range ? inside.charAt(i + 2) : first);
            i += range ? 2 : 0;
        }
        return new Piece(ranges.toString(), !without);
    }

    /// Whether it fits a whole name.
    boolean fits(String name) {
        String[] names = name.split("/", -1);
        // How far a pattern's first parts reach: fits[j] says that they fit the first j names.
        boolean[] fits = new boolean[names.length + 1];
        fits[0] = true;
        for (Part part : parts) {
            boolean[] next = new boolean[names.length + 1];
            next[0] = part.any() && fits[0];
            for (int j = 1; j <= names.length; j++) {
                next[j] =
                        part.any()
                                ? fits[j] || next[j - 1]
                                : fits[j - 1] && part.fits(names[j - 1]);
            }
            fits = next;
        }
        return fits[names.length];
    }
}
