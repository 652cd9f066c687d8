package dev.fairlead.server.pages;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every page and what it is made of, read once.
public final class Pages {
    /// What these pages may do: run our own files, ask our own API, be in nobody's frame.
    public static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'self'; frame-ancestors 'none';"
                    + " base-uri 'none'";

    private static final List<String> NAMES =
            List.of(
                    "setup",
                    "login",
                    "second-factor",
                    "invitation",
                    "password",
                    "verify",
                    "device",
                    "account");
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Page> pages = new HashMap<>();

    private record Page(String type, String tag, ByteBuffer body) {}

    public Pages() {
        for (String name : NAMES) {
            add("/" + name, name + ".html", HTML);
            add("/pages/" + name + ".js", name + ".js", SCRIPT);
        }
        add("/pages/fairlead.js", "fairlead.js", SCRIPT);
        add("/pages/leave.js", "leave.js", SCRIPT);
        add("/pages/style.css", "style.css", "text/css; charset=utf-8");
        add("/pages/icon.svg", "icon.svg", "image/svg+xml");
    }

    private void add(String path, String file, String type) {
        try (InputStream in = Pages.class.getResourceAsStream("/pages/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no page " + file);
            }
            byte[] body = in.readAllBytes();
            String tag = '"' + ContentHash.of(body).hex() + '"';
            pages.put(path, new Page(type, tag, ByteBuffer.wrap(body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers where there is a page; else does nothing and says so.
    public boolean answered(BlockingExchange exchange) {
        Optional<Page> found = Optional.ofNullable(pages.get(exchange.path()));
        if (found.isEmpty() || !READS.contains(exchange.method())) {
            return false;
        }
        Page page = found.get();
        // Asked for anew each time, so that a page and its scripts are of one version.
        var headers =
                List.of(
                        new Header("content-type", page.type()),
                        new Header("content-security-policy", POLICY),
                        new Header("referrer-policy", "no-referrer"),
                        new Header("x-content-type-options", "nosniff"),
                        new Header("cross-origin-opener-policy", "same-origin"),
                        new Header("cache-control", "no-cache"),
                        new Header("etag", page.tag()));
        if (exchange.header("if-none-match").filter(page.tag()::equals).isPresent()) {
            exchange.answer(304, headers, new byte[0]);
        } else {
            exchange.answer(200, headers, page.body().array());
        }
        return true;
    }
}
