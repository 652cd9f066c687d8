package dev.fairlead.endtoend;

import java.util.Map;

/// A Lambda function as AWS's Java runtime takes it: any class with a method of an event.
public final class JavaHandler {
    /// Answers with what of the request is known; fails where it asks for that.
    public Map<String, Object> handle(Map<String, Object> event) {
        String path = String.valueOf(event.get("rawPath"));
        if (path.endsWith("/fail")) {
            throw new IllegalStateException("it was asked to");
        }
        return Map.of(
                "statusCode",
                202,
                "headers",
                Map.of("content-type", "text/plain"),
                "body",
                path + " by Java " + Runtime.version().feature());
    }
}
