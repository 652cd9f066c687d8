package dev.fairlead.function;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as maps, lists, strings, numbers, booleans and null; records are written as objects. */
public final class Json {
    private static final int DEEPEST = 500;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** Throws {@link IllegalArgumentException} for what is not JSON. */
    public static Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.space();
        if (json.at < text.length()) {
            throw json.wrong();
        }
        return value;
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("not JSON at character " + at);
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char sign) {
        space();
        if (at < text.length() && text.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private void need(char sign) {
        if (!take(sign)) {
            throw wrong();
        }
    }

    private Object value() {
        space();
        if (at == text.length() || ++depth > DEEPEST) {
            throw wrong();
        }
        Object value =
                switch (text.charAt(at)) {
                    case '{' -> object();
                    case '[' -> list();
                    case '"' -> string();
                    case 't' -> word("true", true);
                    case 'f' -> word("false", false);
                    case 'n' -> word("null", null);
                    default -> number();
                };
        depth--;
        return value;
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong();
        }
        at += word.length();
        return value;
    }

    private Map<String, Object> object() {
        Map<String, Object> all = new LinkedHashMap<>();
        need('{');
        if (!take('}')) {
            do {
                space();
                String name = string();
                need(':');
                all.put(name, value());
            } while (take(','));
            need('}');
        }
        return all;
    }

    private List<Object> list() {
        List<Object> all = new ArrayList<>();
        need('[');
        if (!take(']')) {
            do {
                all.add(value());
            } while (take(','));
            need(']');
        }
        return all;
    }

    private String string() {
        need('"');
        StringBuilder all = new StringBuilder();
        while (at < text.length()) {
            char sign = text.charAt(at++);
            if (sign == '"') {
                return all.toString();
            }
            all.append(sign == '\\' ? escaped() : sign);
        }
        throw wrong();
    }

    private char escaped() {
        if (at == text.length()) {
            throw wrong();
        }
        char sign = text.charAt(at++);
        switch (sign) {
            case '"', '\\', '/':
                return sign;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                if (at + 4 <= text.length()) {
                    at += 4;
                    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
                }
                throw wrong();
            default:
                throw wrong();
        }
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(from, at);
        try {
            return digits.length() < 18 && digits.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')
                    ? (Object) Long.valueOf(digits)
                    : new BigDecimal(digits);
        } catch (NumberFormatException e) {
            throw wrong();
        }
    }

    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value, 0);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("it nests deeper than " + DEEPEST);
        }
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> {
                out.append('{');
                String between = "";
                for (Map.Entry<?, ?> each : map.entrySet()) {
                    quote(out.append(between), String.valueOf(each.getKey()));
                    write(out.append(':'), each.getValue(), depth + 1);
                    between = ",";
                }
                out.append('}');
            }
            case Iterable<?> list -> {
                out.append('[');
                String between = "";
                for (Object each : list) {
                    write(out.append(between), each, depth + 1);
                    between = ",";
                }
                out.append(']');
            }
            case Record each -> write(out, members(each), depth);
            case Double number when !Double.isFinite(number) -> out.append("null");
            case Float number when !Float.isFinite(number) -> out.append("null");
            case Number number -> out.append(number);
            case Boolean is -> out.append(is.booleanValue());
            default -> quote(out, value.toString());
        }
    }

    private static Map<String, Object> members(Record value) {
        Map<String, Object> all = new LinkedHashMap<>();
        try {
            for (var each : value.getClass().getRecordComponents()) {
                each.getAccessor().setAccessible(true);
                all.put(each.getName(), each.getAccessor().invoke(value));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a record that cannot be read: " + value, e);
        }
        return all;
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '"' || sign == '\\') {
                out.append('\\').append(sign);
            } else if (sign < ' ') {
                out.append(String.format("\\u%04x", (int) sign));
            } else {
                out.append(sign);
            }
        }
        out.append('"');
    }
}
