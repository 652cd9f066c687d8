package dev.fairlead.sandbox;

/// Makes of what a program prints what may be shown on a terminal: no colours, no moving about, no
/// titles, no text that runs backwards. One character at a time.
final class TerminalText {
    private static final char ESCAPE = 0x1b;
    private static final char BELL = 0x07;
    private static final int NOTHING = -1;

    private enum Within {
        TEXT,
        ESCAPE,
        /// `ESC [` up to a letter.
        SEQUENCE,
        /// `ESC ]` and the like up to a bell or `ESC \`.
        STRING,
        STRING_ESCAPE
    }

    private Within within = Within.TEXT;

    static String clean(String text) {
        var filter = new TerminalText();
        var clean = new StringBuilder();
        for (int index = 0; index < text.length(); index++) {
            int shown = filter.next(text.charAt(index));
            if (shown >= 0) {
                clean.append((char) shown);
            }
        }
        return clean.toString();
    }

    /// The character to show, or a negative number for none. The end of a line ends everything.
    int next(char c) {
        if (c == '\n' || c == '\r') {
            within = Within.TEXT;
            return c;
        }
        return switch (within) {
            case TEXT -> text(c);
            case ESCAPE -> {
                within = afterEscape(c);
                yield NOTHING;
            }
            case SEQUENCE -> {
                within = c >= 0x40 && c <= 0x7e ? Within.TEXT : Within.SEQUENCE;
                yield NOTHING;
            }
            case STRING -> {
                within =
                        switch (c) {
                            case BELL, 0x9c -> Within.TEXT;
                            case ESCAPE -> Within.STRING_ESCAPE;
                            default -> Within.STRING;
                        };
                yield NOTHING;
            }
            case STRING_ESCAPE -> {
                within = c == '\\' ? Within.TEXT : Within.STRING;
                yield NOTHING;
            }
        };
    }

    private int text(char c) {
        if (c == ESCAPE) {
            within = Within.ESCAPE;
            return NOTHING;
        }
        if (c == 0x9b) {
            within = Within.SEQUENCE;
            return NOTHING;
        }
        boolean control = (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0);
        boolean direction =
                (c >= 0x202a && c <= 0x202e)
                        || (c >= 0x2066 && c <= 0x2069)
                        || c == 0x200e
                        || c == 0x200f
                        || c == 0x061c;
        boolean line = c == 0x2028 || c == 0x2029;
        return control || direction || line ? NOTHING : c;
    }

    private static Within afterEscape(char c) {
        return switch (c) {
            case '[' -> Within.SEQUENCE;
            case ']', 'P', 'X', '^', '_' -> Within.STRING;
            case ESCAPE -> Within.ESCAPE;
            // The first of two, as in the choice of a character set.
            case ' ', '#', '%', '(', ')', '*', '+', '-', '.', '/' -> Within.ESCAPE;
            default -> Within.TEXT;
        };
    }
}
