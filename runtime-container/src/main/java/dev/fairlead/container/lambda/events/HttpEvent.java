package dev.fairlead.container.lambda.events;

import tools.jackson.databind.json.JsonMapper;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request as the event of a function URL: payload format 2.0.
public record HttpEvent(
        String method,
        String target,
        List<Map.Entry<String, String>> headers,
        String id,
        Instant now) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DEFAULT = "$default";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Set<String> TEXTS =
            Set.of("application/json", "application/javascript", "application/xml");
    private static final Set<String> LEFT_OUT =
            Set.of("cookie", "connection", "transfer-encoding", "te", "expect");

    public byte[] json(byte[] body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark + 1);
        var fields = new LinkedHashMap<String, String>();
        var cookies = new ArrayList<String>();
        for (var field : headers) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("cookie")) {
                for (String one : field.getValue().split(";", -1)) {
                    if (!one.isBlank()) {
                        cookies.add(one.strip());
                    }
                }
            } else if (!LEFT_OUT.contains(name)) {
                fields.merge(name, field.getValue(), (a, b) -> a + "," + b);
            }
        }
        var event = new LinkedHashMap<String, Object>();
        event.put("version", "2.0");
        event.put("routeKey", DEFAULT);
        event.put("rawPath", path);
        event.put("rawQueryString", query);
        if (!cookies.isEmpty()) {
            event.put("cookies", cookies);
        }
        event.put("headers", fields);
        if (!query.isEmpty()) {
            event.put("queryStringParameters", parameters(query));
        }
        event.put("requestContext", context(path, fields));
        Optional<String> text = text(fields, body);
        if (body.length > 0) {
            event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
        }
        event.put("isBase64Encoded", body.length > 0 && text.isEmpty());
        return JSON.writeValueAsBytes(event);
    }

    private Map<String, Object> context(String path, Map<String, String> fields) {
        String host = fields.getOrDefault("host", "");
        int port = host.lastIndexOf(':');
        String domain = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        var http = new LinkedHashMap<String, Object>();
        http.put("method", method);
        http.put("path", path);
        http.put("protocol", "HTTP/1.1");
        http.put("sourceIp", first(fields.getOrDefault("x-forwarded-for", "")));
        http.put("userAgent", fields.getOrDefault("user-agent", ""));
        var context = new LinkedHashMap<String, Object>();
        context.put("accountId", "anonymous");
        context.put("apiId", domain.split("\\.", 2)[0]);
        context.put("domainName", domain);
        context.put("domainPrefix", domain.split("\\.", 2)[0]);
        context.put("http", http);
        context.put("requestId", id);
        context.put("routeKey", DEFAULT);
        context.put("stage", DEFAULT);
        context.put("time", TIME.format(now));
        context.put("timeEpoch", now.toEpochMilli());
        return context;
    }

    private static String first(String list) {
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    private static Map<String, String> parameters(String query) {
        var all = new LinkedHashMap<String, String>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int sign = pair.indexOf('=');
                String name = decoded(sign < 0 ? pair : pair.substring(0, sign));
                String value = sign < 0 ? "" : decoded(pair.substring(sign + 1));
                all.merge(name, value, (a, b) -> a + "," + b);
            }
        }
        return all;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /// The body where it is said to be text, and is.
    private static Optional<String> text(Map<String, String> fields, byte[] body) {
        String type =
                fields.getOrDefault("content-type", "")
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT);
        boolean said = type.startsWith("text/") || TEXTS.contains(type);
        if (!said || fields.containsKey("content-encoding")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
