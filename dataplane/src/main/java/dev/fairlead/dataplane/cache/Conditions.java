package dev.fairlead.dataplane.cache;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.sites.ByteRange;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What of a stored answer goes to a client that may have it, or a part of it, already (RFC 9110,
/// 13 and 14): the `status`, and `length` bytes from `first` of `size`. Of a `304` they are those
/// that are not sent.
public record Conditions(int status, long first, long length, long size) {
    private static final int UNCHANGED = 304;
    private static final int UNSATISFIABLE = 416;
    private static final Set<String> OF_A_BODY = Set.of("content-type", "content-encoding");

    /// `part` says that a part may be sent.
    public static Conditions of(MultiMap request, StoredAnswer answer, boolean part) {
        long size = answer.body().size();
        if (answer.status() != 200) {
            return new Conditions(answer.status(), 0, size, size);
        }
        if (known(request, answer)) {
            return new Conditions(UNCHANGED, 0, size, size);
        }
        String range = part ? request.get("range") : null;
        Optional<ByteRange> bytes =
                range == null || !same(request.get("if-range"), answer)
                        ? Optional.empty()
                        : ByteRange.parse(range, size);
        if (bytes.isEmpty()) {
            return new Conditions(200, 0, size, size);
        }
        return bytes.get().equals(ByteRange.UNSATISFIABLE)
                ? new Conditions(UNSATISFIABLE, 0, 0, size)
                : new Conditions(206, bytes.get().first(), bytes.get().length(), size);
    }

    /// Whether the client has it: a tag counts before a date.
    private static boolean known(MultiMap request, StoredAnswer answer) {
        String tags = request.get("if-none-match");
        if (tags != null) {
            return answer.header("etag").filter(etag -> named(tags, etag)).isPresent();
        }
        Optional<Instant> since = Lifetimes.date(request.get("if-modified-since"));
        return since.isPresent()
                && answer.header("last-modified")
                        .flatMap(text -> Lifetimes.date(text))
                        .filter(changed -> !changed.isAfter(since.get()))
                        .isPresent();
    }

    /// Weakly compared.
    private static boolean named(String tags, String etag) {
        if (tags.strip().equals("*")) {
            return true;
        }
        String wanted = strong(etag);
        for (String tag : tags.split(",", -1)) {
            if (strong(tag.strip()).equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /// Whether a part goes with the parts that the client has. Strongly compared.
    private static boolean same(@Nullable String condition, StoredAnswer answer) {
        if (condition == null) {
            return true;
        }
        String wanted = condition.strip();
        String by = wanted.startsWith("\"") ? "etag" : "last-modified";
        return answer.header(by).filter(wanted::equals).isPresent();
    }

    /// Of the answer's bytes those that are sent.
    public Buffer part(Buffer whole) {
        return length == whole.length() ? whole : whole.slice((int) first, (int) (first + length));
    }

    /// Whether no bytes are sent.
    public boolean bodiless() {
        return status == UNCHANGED || length == 0;
    }

    /// The head that goes with them; `how` says where the answer came from (RFC 9211).
    public List<Header> fields(StoredAnswer answer, Instant now, String how) {
        var fields = new ArrayList<Header>(answer.headers().size() + 4);
        for (Header header : answer.headers()) {
            boolean left =
                    header.name().equals("age")
                            || (status == UNCHANGED && OF_A_BODY.contains(header.name()));
            if (!left) {
                fields.add(header);
            }
        }
        if (status == 206) {
            fields.add(
                    new Header(
                            "content-range",
                            "bytes " + first + "-" + (first + length - 1) + "/" + size));
        } else if (status == UNSATISFIABLE) {
            fields.add(new Header("content-range", "bytes */" + size));
        }
        fields.add(new Header("age", Long.toString(answer.age(now))));
        fields.add(new Header("cache-status", how));
        return fields;
    }
}
