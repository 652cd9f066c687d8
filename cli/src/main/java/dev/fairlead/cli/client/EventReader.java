package dev.fairlead.cli.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): names and
/// data; ids and comments are passed over.
final class EventReader {
    private final BufferedReader in;
    private String lastId = "";

    EventReader(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /// The id of the last event that came, empty before the first.
    String lastId() {
        return lastId;
    }

    void forEach(BiConsumer<String, String> event) throws IOException {
        String name = "message";
        String id = lastId;
        var data = new StringBuilder();
        for (String line; (line = in.readLine()) != null; ) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    event.accept(name, data.toString());
                    lastId = id;
                }
                name = "message";
                data.setLength(0);
            } else if (line.startsWith("event:")) {
                name = line.substring(6).strip();
            } else if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data.append(line, line.startsWith("data: ") ? 6 : 5, line.length());
            }
        }
    }
}
