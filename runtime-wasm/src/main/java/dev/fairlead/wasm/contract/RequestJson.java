package dev.fairlead.wasm.contract;

import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.wasm.module.CallerGone;
import dev.fairlead.wasm.module.GuestCall;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A request as the JSON that a handler is given: method, path, headers, query and body.
public final class RequestJson {
    private static final byte[] METHOD = ascii("{\"method\":");
    private static final byte[] PATH = ascii(",\"path\":");
    private static final byte[] HEADERS = ascii(",\"headers\":{");
    private static final byte[] QUERY = ascii("},\"query\":{");
    private static final byte[] BODY = ascii("},\"body\":");
    private static final byte[] ENCODED = ascii(",\"bodyBase64\":");
    private static final byte[] NULL = ascii("null");

    private RequestJson() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Reads the whole body. Throws `CallerGone` when it does not come.
    public static ByteSink of(GuestCall call) {
        GuestRequest request = call.request();
        byte[] body = body(request);
        var out = new ByteSink(512 + body.length);
        out.add(METHOD);
        out.addJson(request.method());
        out.add(PATH);
        out.addJson(request.path());
        out.add(HEADERS);
        boolean json = headers(out, request.headers());
        out.add(QUERY);
        query(out, request.query());
        out.add(BODY);
        if (body.length == 0) {
            out.add(NULL);
        } else if (json && JsonBytes.valid(body)) {
            out.add(body);
        } else {
            text(out, body, json);
        }
        out.add('}');
        return out;
    }

    /// Adds the bytes themselves where the text does not tell them: they are no UTF-8, or are said
    /// to be the JSON that they are not.
    static void text(ByteSink out, byte[] body, boolean json) {
        String text = new String(body, StandardCharsets.UTF_8);
        out.addJson(text);
        if (json || !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) {
            out.add(ENCODED);
            out.addJson(Base64.getEncoder().encodeToString(body));
        }
    }

    /// A JSON object of strings.
    public static ByteSink object(Map<String, String> members) {
        var out = new ByteSink(256);
        out.add('{');
        for (Map.Entry<String, String> entry : members.entrySet()) {
            if (out.length() > 1) {
                out.add(',');
            }
            out.addJson(entry.getKey());
            out.add(':');
            out.addJson(entry.getValue());
        }
        out.add('}');
        return out;
    }

    private static byte[] body(GuestRequest request) {
        try {
            return request.body().readAll();
        } catch (IOException e) {
            throw new CallerGone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallerGone();
        }
    }

    /// Whether the body is declared to be JSON.
    static boolean headers(ByteSink out, List<Header> headers) {
        boolean json = false;
        int count = headers.size();
        for (int i = 0; i < count; i++) {
            Header header = headers.get(i);
            if (seenBefore(headers, i)) {
                continue;
            }
            if (i > 0) {
                // The first header is never one seen before.
                out.add(',');
            }
            out.addJson(header.name());
            out.add(':');
            out.addJson(joined(headers, i));
            json |=
                    header.name().equals("content-type")
                            && header.value().toLowerCase(Locale.ROOT).contains("json");
        }
        return json;
    }

    private static boolean seenBefore(List<Header> headers, int index) {
        String name = headers.get(index).name();
        for (int i = 0; i < index; i++) {
            if (headers.get(i).name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String joined(List<Header> headers, int index) {
        Header first = headers.get(index);
        String value = first.value();
        for (int i = index + 1; i < headers.size(); i++) {
            if (headers.get(i).name().equals(first.name())) {
                value = value + ", " + headers.get(i).value();
            }
        }
        return value;
    }

    private static void query(ByteSink out, String query) {
        if (query.isEmpty()) {
            return;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String part : query.split("&", 1000)) {
            if (!part.isEmpty()) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                String value = equals < 0 ? "" : part.substring(equals + 1);
                values.computeIfAbsent(decode(name), _ -> new ArrayList<>(1)).add(decode(value));
            }
        }
        boolean first = true;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            if (!first) {
                out.add(',');
            }
            first = false;
            out.addJson(entry.getKey());
            out.add(':');
            list(out, entry.getValue());
        }
    }

    private static void list(ByteSink out, List<String> values) {
        if (values.size() == 1) {
            out.addJson(values.getFirst());
            return;
        }
        out.add('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.add(',');
            }
            out.addJson(values.get(i));
        }
        out.add(']');
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
