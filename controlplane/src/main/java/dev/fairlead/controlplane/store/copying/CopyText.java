package dev.fairlead.controlplane.store.copying;

import java.util.Optional;

/// Columns in COPY's text format
/// (https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS).
public final class CopyText {
    private CopyText() {}

    /// Appends a tab and a text, or no text at all. PostgreSQL takes no NUL; it is replaced.
    public static void column(StringBuilder into, Optional<String> value) {
        into.append('\t');
        if (value.isEmpty()) {
            into.append("\\N");
            return;
        }
        String text = value.get();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> into.append("\\\\");
                case '\t' -> into.append("\\t");
                case '\n' -> into.append("\\n");
                case '\r' -> into.append("\\r");
                case '\0' -> into.append('\ufffd');
                default -> into.append(c);
            }
        }
    }
}
