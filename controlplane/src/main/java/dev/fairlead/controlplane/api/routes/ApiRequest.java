package dev.fairlead.controlplane.api.routes;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A request that was routed and authorized. Everything it hands out is parsed or refused.
public final class ApiRequest {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LIMIT = 200;

    private final BlockingExchange exchange;
    private final Caller caller;
    private final Map<String, String> path;
    private final Map<String, String> query;
    private final ApiJson json;
    private final long mostJsonBytes;

    ApiRequest(
            BlockingExchange exchange,
            Caller caller,
            Map<String, String> path,
            Map<String, String> query,
            ApiJson json,
            long mostJsonBytes) {
        this.exchange = exchange;
        this.caller = caller;
        this.path = path;
        this.query = query;
        this.json = json;
        this.mostJsonBytes = mostJsonBytes;
    }

    public BlockingExchange exchange() {
        return exchange;
    }

    public Caller caller() {
        return caller;
    }

    /// A parameter of the path, read by `parse`.
    public <T> T path(String name, Function<String, T> parse) {
        String text = path.get(name);
        if (text == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        try {
            return parse.apply(text);
        } catch (InvalidValue e) {
            throw new Rejected(ErrorCode.INVALID_REQUEST, e.what() + ": " + e.rule());
        }
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    public boolean flag(String name) {
        return query(name).map(text -> flag(name, text)).orElse(false);
    }

    private static boolean flag(String name, String text) {
        return switch (text) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw parameter(name, "use true or false");
        };
    }

    public Optional<Integer> integer(String name, int least, int most) {
        return query(name)
                .map(text -> {
                    try {
                        int value = Integer.parseInt(text);
                        if (value >= least && value <= most) {
                            return value;
                        }
                    } catch (NumberFormatException e) {
                        // refused below, like a number out of range
                    }
                    throw parameter(name, "use a number from " + least + " to " + most);
                });
    }

    public Optional<Instant> instant(String name) {
        return query(name)
                .map(text -> {
                    try {
                        return Instant.parse(text);
                    } catch (DateTimeParseException e) {
                        throw parameter(name, "use a time such as 2026-01-31T10:00:00Z");
                    }
                });
    }

    /// How many items a page has.
    public int limit() {
        return integer("limit", 1, MOST_LIMIT).orElse(DEFAULT_LIMIT);
    }

    public Optional<String> cursor() {
        return query("cursor");
    }

    /// The body as a wire record.
    public <T> T body(Class<T> type) {
        return json.read(exchange.body(mostJsonBytes), type);
    }

    /// The body as a wire record that may be larger than others.
    public <T> T body(Class<T> type, long mostBytes) {
        return json.read(exchange.body(mostBytes), type);
    }

    /// The body as a wire record, or empty where there is none.
    public <T> Optional<T> optionalBody(Class<T> type) {
        byte[] bytes = json.bytes(exchange.body(mostJsonBytes));
        return bytes.length == 0 ? Optional.empty() : Optional.of(json.read(bytes, type));
    }

    /// The revision in `If-Match`, where the caller named one.
    public Optional<Long> ifMatch() {
        return exchange.header("if-match")
                .filter(tag -> !tag.equals("*"))
                .map(tag -> {
                    try {
                        return Long.parseLong(tag.replace("\"", ""));
                    } catch (NumberFormatException e) {
                        throw new Rejected(
                                ErrorCode.REVISION_CONFLICT,
                                "If-Match must be the ETag of an earlier answer");
                    }
                });
    }

    /// A field that must be there, read by `parse`; `pointer` is its JSON pointer.
    public static <T> T field(String pointer, @Nullable String text, Function<String, T> parse) {
        if (text == null) {
            throw Rejected.field(pointer, "is needed");
        }
        try {
            return parse.apply(text);
        } catch (InvalidValue e) {
            throw Rejected.field(pointer, e.what() + ": " + e.rule());
        }
    }

    static Rejected parameter(String name, String rule) {
        return Rejected.field("?" + name, "query parameter '" + name + "': " + rule);
    }
}
