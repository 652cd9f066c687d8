package dev.fairlead.builders.parsing;

/// Where brackets are open deepest, for a source that no parser can read.
final class Nesting {
    private Nesting() {}

    /// A line and a column, from 1.
    record Place(int line, int column) {}

    /// Brackets in texts and comments are counted, too: it is a hint, not a parse.
    static Place deepest(String text) {
        var deepest = new Place(1, 1);
        int most = 0;
        int depth = 0;
        int line = 1;
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '(', '[', '{' -> {
                    depth++;
                    if (depth > most) {
                        most = depth;
                        deepest = new Place(line, at - start + 1);
                    }
                }
                case ')', ']', '}' -> depth--;
                case '\n' -> {
                    line++;
                    start = at + 1;
                }
                default -> {}
            }
        }
        return deepest;
    }
}
