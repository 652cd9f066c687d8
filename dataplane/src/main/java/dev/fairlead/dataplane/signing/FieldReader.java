package dev.fairlead.dataplane.signing;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the few shapes of structured fields (RFC 9651) that signatures are made of, and nothing
/// else: dictionaries of byte sequences, and of inner lists of strings. What RFC 9651 lets be said
/// twice, where the last one counts, is refused.
final class FieldReader {
    private static final int MOST_CHARACTERS = 4096;
    private static final int MOST_ITEMS = 64;
    private static final int MOST_DIGITS = 15;

    private final String field;
    private final String text;
    private int at;

    FieldReader(String field, String text) {
        this.field = field;
        this.text = text;
        if (text.length() > MOST_CHARACTERS) {
            throw malformed("is longer than " + MOST_CHARACTERS + " characters");
        }
    }

    /// An inner list with its parameters: strings without parameters of their own; values are
    /// `Long` or `String`.
    record InnerList(List<String> items, Map<String, Object> parameters) {
        /// As RFC 9651, section 4.1 writes it; a reader that is strict gets back what it read.
        String text() {
            var all = new StringBuilder("(");
            for (String item : items) {
                all.append(all.length() == 1 ? "" : " ");
                quote(all, item);
            }
            all.append(')');
            parameters.forEach((name, value) -> {
                all.append(';').append(name).append('=');
                if (value instanceof String string) {
                    quote(all, string);
                } else {
                    all.append(value);
                }
            });
            return all.toString();
        }

        private static void quote(StringBuilder into, String string) {
            into.append('"').append(string.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
    }

    private interface Member<T> {
        T read();
    }

    Map<String, byte[]> byteSequences() {
        return dictionary(this::byteSequence);
    }

    Map<String, InnerList> innerLists() {
        return dictionary(this::innerList);
    }

    private <T> Map<String, T> dictionary(Member<T> member) {
        var all = new LinkedHashMap<String, T>();
        skip(" ");
        while (at < text.length()) {
            String key = key();
            expect('=');
            if (all.put(key, member.read()) != null) {
                throw malformed("names '" + key + "' twice");
            }
            skip(" \t");
            if (at == text.length()) {
                return all;
            }
            expect(',');
            skip(" \t");
            if (at == text.length() || all.size() == MOST_ITEMS) {
                throw malformed("does not end where it should");
            }
        }
        throw malformed("is empty");
    }

    private InnerList innerList() {
        expect('(');
        var items = new ArrayList<String>();
        skip(" ");
        while (peek() != ')') {
            String item = string();
            if (items.contains(item) || items.size() == MOST_ITEMS) {
                throw malformed("covers a part twice, or too many");
            }
            items.add(item);
            if (peek() != ' ' && peek() != ')') {
                throw malformed("says more of a part than its name");
            }
            skip(" ");
        }
        at++;
        return new InnerList(items, parameters());
    }

    private Map<String, Object> parameters() {
        var all = new LinkedHashMap<String, Object>();
        while (at < text.length() && text.charAt(at) == ';') {
            at++;
            skip(" ");
            String name = key();
            expect('=');
            Object value = peek() == '"' ? string() : integer();
            if (all.put(name, value) != null || all.size() > MOST_ITEMS) {
                throw malformed("has the parameter '" + name + "' twice, or too many");
            }
        }
        return all;
    }

    private String key() {
        int start = at;
        while (at < text.length() && keyPart(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start) {
            throw malformed("lacks a name at " + at);
        }
        return text.substring(start, at);
    }

    private static boolean keyPart(char c, boolean first) {
        return (c >= 'a' && c <= 'z')
                || c == '*'
                || (!first && ((c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'));
    }

    private String string() {
        expect('"');
        var read = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return read.toString();
            }
            if (c == '\\') {
                c = peek();
                at++;
                if (c != '"' && c != '\\') {
                    throw malformed("has a wrong escape at " + at);
                }
            } else if (c < ' ' || c > '~') {
                throw malformed("has a character at " + at + " that strings cannot have");
            }
            read.append(c);
        }
    }

    private Long integer() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start || at - start > MOST_DIGITS) {
            throw malformed("needs a whole number or a string at " + start);
        }
        return Long.parseLong(text.substring(start, at));
    }

    private byte[] byteSequence() {
        expect(':');
        int end = text.indexOf(':', at);
        if (end < 0) {
            throw malformed("has bytes that do not end");
        }
        String encoded = text.substring(at, end);
        at = end + 1;
        try {
            return Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw malformed("has bytes that are not base64");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw malformed("needs '" + wanted + "' at " + at);
        }
        at++;
    }

    private void skip(String these) {
        while (at < text.length() && these.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private Rejected malformed(String why) {
        return new Rejected(ErrorCode.SIGNATURE_MALFORMED, "`" + field + "` " + why);
    }
}
