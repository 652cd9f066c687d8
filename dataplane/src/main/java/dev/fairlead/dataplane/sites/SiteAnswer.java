package dev.fairlead.dataplane.sites;

import dev.fairlead.dataplane.sites.Resolution.Elsewhere;
import dev.fairlead.dataplane.versions.SiteSpec;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.sites.Coding;
import dev.fairlead.model.sites.SiteFile;
import dev.fairlead.model.sites.SiteFile.Content;
import dev.fairlead.model.sites.SiteHeader;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/// The answer to one request for a file: its head by RFC 9110 and 9111, its body from memory or
/// from the disk.
final class SiteAnswer {
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String ASK_AGAIN = "public, max-age=0, must-revalidate";
    private static final int ETAG_LENGTH = 32;

    private final SiteRequest asked;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final SiteIndex index;
    private final SmallFiles small;
    private final SiteEvents events;

    SiteAnswer(SiteRequest asked, SiteIndex index, SmallFiles small, SiteEvents events) {
        this.asked = asked;
        this.request = asked.request();
        this.response = asked.request().response();
        this.index = index;
        this.small = small;
        this.events = events;
    }

    void elsewhere(Elsewhere to) {
        String location = to.location();
        if (location.startsWith("/")) {
            location = asked.prefix() + location;
        }
        if (!asked.query().isEmpty() && location.indexOf('?') < 0) {
            location = location + '?' + asked.query();
        }
        response.setStatusCode(to.status());
        response.putHeader("location", location);
        response.putHeader("cache-control", ASK_AGAIN);
        bodiless(0);
    }

    /// `hashed` says that its name changes with what is in it.
    void file(SiteFile file, int status, boolean hashed, SiteSpec of) {
        MultiMap head = response.headers();
        String range = status == 200 ? request.getHeader("range") : null;
        Optional<Coding> coding =
                range == null
                        ? AcceptedCodings.choose(request.getHeader("accept-encoding"), file)
                        : Optional.empty();
        Content content =
                coding.map(one -> file.encoded().getOrDefault(one, file.content()))
                        .orElseGet(file::content);
        String etag =
                '"'
                        + file.content().hash().hex().substring(0, ETAG_LENGTH)
                        + coding.map(one -> "-" + one.word()).orElse("")
                        + '"';
        response.setStatusCode(status);
        head.set("content-type", file.type());
        head.set("x-content-type-options", "nosniff");
        head.set("etag", etag);
        head.set("cache-control", hashed ? FOR_EVER : ASK_AGAIN);
        head.set("accept-ranges", "bytes");
        coding.ifPresent(one -> head.set("content-encoding", one.word()));
        ruled(head);
        if (!file.encoded().isEmpty()) {
            head.set("vary", "accept-encoding");
        }
        if (status == 200 && named(request.getHeader("if-none-match"), etag)) {
            response.setStatusCode(304);
            head.remove("content-type").remove("content-encoding");
            bodiless(-1);
            return;
        }
        send(content, range != null && unchanged(etag) ? range : null, of);
    }

    /// By the path that was asked for, not by the file that answers.
    private void ruled(MultiMap head) {
        for (SiteHeader header : index.headers()) {
            if (header.paths().match(asked.path()).isPresent()) {
                head.set(header.name(), header.value());
            }
        }
    }

    /// Whether `If-None-Match` names it; weakly compared.
    private static boolean named(@Nullable String tags, String etag) {
        if (tags == null) {
            return false;
        }
        if (tags.strip().equals("*")) {
            return true;
        }
        for (String tag : tags.split(",", -1)) {
            String one = tag.strip();
            if (one.equals(etag) || (one.startsWith("W/") && one.substring(2).equals(etag))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a part goes with the parts that the client has: strongly compared. A date never
    /// does: there is none.
    private boolean unchanged(String etag) {
        String condition = request.getHeader("if-range");
        return condition == null || condition.strip().equals(etag);
    }

    private void send(Content content, @Nullable String range, SiteSpec of) {
        long size = content.size();
        Optional<ByteRange> part = range == null ? Optional.empty() : ByteRange.parse(range, size);
        ByteRange bytes = part.orElse(new ByteRange(0, size));
        if (part.isPresent()) {
            if (bytes.equals(ByteRange.UNSATISFIABLE)) {
                response.setStatusCode(416);
                response.putHeader("content-range", "bytes */" + size);
                bodiless(0);
                return;
            }
            response.setStatusCode(206);
            long last = bytes.first() + bytes.length() - 1;
            response.putHeader("content-range", "bytes " + bytes.first() + "-" + last + "/" + size);
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            bodiless(bytes.length());
            return;
        }
        if (size <= SmallFiles.SMALL) {
            fromMemory(content, of, bytes);
        } else {
            fromDisk(of.content(content.hash()), bytes);
        }
    }

    private void fromMemory(Content content, SiteSpec of, ByteRange bytes) {
        small.get(content.hash(), of, asked.context())
                .onFailure(_ -> unreadable())
                .onSuccess(whole -> {
                    if (response.closed() || response.ended()) {
                        events.ended(0, 0);
                        return;
                    }
                    events.answering(response.headers());
                    boolean all = bytes.length() == whole.length();
                    response.end(
                            all
                                    ? whole
                                    : whole.slice(
                                            (int) bytes.first(),
                                            (int) (bytes.first() + bytes.length())));
                    events.ended(response.getStatusCode(), bytes.length());
                });
    }

    private void fromDisk(Path file, ByteRange bytes) {
        events.answering(response.headers());
        response.putHeader("content-length", Long.toString(bytes.length()));
        response.sendFile(file.toString(), bytes.first(), bytes.length())
                .onComplete(done -> {
                    if (done.succeeded()) {
                        events.ended(response.getStatusCode(), bytes.length());
                    } else if (response.headWritten()) {
                        events.ended(0, response.bytesWritten());
                    } else {
                        unreadable();
                    }
                });
    }

    private void unreadable() {
        response.headers().clear();
        events.unanswered(ErrorCode.INTERNAL, "a file of the site cannot be read");
    }

    /// `length` is what a body would have; less than none where nothing is said of it.
    private void bodiless(long length) {
        events.answering(response.headers());
        if (length >= 0) {
            response.putHeader("content-length", Long.toString(length));
        }
        response.end();
        events.ended(response.getStatusCode(), 0);
    }
}
