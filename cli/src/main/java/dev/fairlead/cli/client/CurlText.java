package dev.fairlead.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A request as a line for a shell. The key stays in the environment.
final class CurlText {
    private CurlText() {}

    static String of(Access access, ApiClient.Call call) {
        var words = new ArrayList<>(List.of("curl", "-sS", "-X", call.method()));
        words.addAll(List.of("-H", "\"Authorization: Bearer $FAIRLEAD_TOKEN\""));
        access.organization()
                .ifPresent(name ->
                        words.addAll(
                                List.of("-H", quote(ApiClient.ORGANIZATION_HEADER + ": " + name))));
        call.headers()
                .forEach((name, value) -> words.addAll(List.of("-H", quote(name + ": " + value))));
        if (call.contentType() != null) {
            words.addAll(List.of("-H", "'Content-Type: " + call.contentType() + "'"));
            boolean text = call.contentType().contains("json");
            words.add("--data-binary");
            words.add(text ? quote(new String(call.body().array(), StandardCharsets.UTF_8)) : "@-");
        }
        words.add("'" + access.url() + "/api/v1" + call.path() + "'");
        return String.join(" ", words);
    }

    private static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
