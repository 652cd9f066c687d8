package dev.fairlead.controlplane.api.providers;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.http.Problem;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.Rejected;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The two pages that a browser meets on its way to a provider and back, where no page of ours
/// could ask for what they say.
final class SignInPage {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";
    private static final String TOP =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s · Fairlead</title>
            <link rel="stylesheet" href="/pages/style.css">
            <link rel="icon" href="/pages/icon.svg">%2$s
            </head>
            <body>
            <header><a href="/account">Fairlead</a></header>
            <main>
            <h1>%1$s</h1>
            """;

    private SignInPage() {}

    /// What went wrong, and the way on.
    static void refused(BlockingExchange exchange, Rejected why) {
        var page = new StringBuilder(TOP.formatted(escape(why.code().title()), ""));
        page.append("<p class=\"problem\" role=\"alert\">")
                .append(escape(sentence(why.detail())))
                .append("</p>\n<p><a href=\"/login\">Sign in another way, or begin again</a></p>\n")
                .append("<p><small>")
                .append(why.code().code())
                .append(" · request ")
                .append(exchange.id())
                .append("</small></p>\n</main>\n</body>\n</html>\n");
        answer(exchange, why.code().status(), page, List.of());
    }

    private static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }

    /// A form that the browser sends to the provider by itself, or by its button.
    static void form(BlockingExchange exchange, URI to, Map<String, String> fields, Header cookie) {
        var page =
                new StringBuilder(
                        TOP.formatted(
                                "Sign in",
                                "\n<script type=\"module\" src=\"/pages/leave.js\"></script>"));
        page.append("<form id=\"form\" method=\"post\" action=\"")
                .append(escape(to.toString()))
                .append("\">\n");
        fields.forEach((name, value) ->
                page.append("<input type=\"hidden\" name=\"")
                        .append(escape(name))
                        .append("\" value=\"")
                        .append(escape(value))
                        .append("\">\n"));
        page.append("<button>Continue to ")
                .append(escape(String.valueOf(to.getHost())))
                .append("</button>\n</form>\n</main>\n</body>\n</html>\n");
        answer(exchange, 200, page, List.of(cookie));
    }

    private static void answer(
            BlockingExchange exchange, int status, StringBuilder page, List<Header> more) {
        var headers =
                new ArrayList<>(
                        List.of(
                                new Header("content-type", Problem.HTML_TYPE),
                                new Header("content-security-policy", POLICY),
                                new Header("referrer-policy", "no-referrer"),
                                new Header("x-content-type-options", "nosniff"),
                                new Header("cache-control", "no-store")));
        headers.addAll(more);
        exchange.answer(status, headers, page.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
