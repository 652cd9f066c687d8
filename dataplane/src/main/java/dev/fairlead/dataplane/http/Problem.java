package dev.fairlead.dataplane.http;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// An error as the world sees it: RFC 9457 for programs, a small page for browsers.
public record Problem(ErrorCode code, String detail, String requestId, List<FieldError> errors) {
    public static final String JSON_TYPE = "application/problem+json";
    public static final String HTML_TYPE = "text/html; charset=utf-8";

    public Problem {
        errors = List.copyOf(errors);
    }

    public Problem(ErrorCode code, String detail, String requestId) {
        this(code, detail, requestId, List.of());
    }

    /// Whether a client with this `Accept` header would rather read a page.
    public static boolean wantsPage(String accept) {
        return accept.contains("text/html") && !accept.contains("json");
    }

    /// The document of RFC 9457 with our members `code`, `requestId` and `errors`.
    public byte[] json() {
        var text = new StringBuilder(256).append("{\"type\":\"https://fairlead.dev/errors/");
        text.append(code.code()).append("\",\"title\":");
        JsonText.quote(text, code.title());
        text.append(",\"status\":").append(code.status());
        text.append(",\"code\":\"").append(code.code()).append("\",\"detail\":");
        JsonText.quote(text, detail);
        text.append(",\"requestId\":");
        JsonText.quote(text, requestId);
        if (!errors.isEmpty()) {
            appendErrors(text);
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void appendErrors(StringBuilder text) {
        text.append(",\"errors\":[");
        String separator = "";
        for (FieldError error : errors) {
            text.append(separator).append("{\"pointer\":");
            JsonText.quote(text, error.pointer());
            text.append(",\"detail\":");
            JsonText.quote(text, error.detail());
            text.append('}');
            separator = ",";
        }
        text.append(']');
    }

    public byte[] page() {
        String page =
                """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>%1$d %2$s</title>
                <meta name="viewport" content="width=device-width">
                <style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;\
                color:#1c2733;background:#fbfcfd}h1{font-size:1.4rem}small{color:#5d6b78}\
                @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}}</style>
                <h1>%2$s</h1><p>%3$s</p><p><small>%1$d · %4$s · request %5$s</small></p></html>
                """
                        .formatted(
                                code.status(),
                                escape(code.title()),
                                escape(detail),
                                code.code(),
                                escape(requestId));
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
