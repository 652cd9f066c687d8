package dev.fairlead.identity.outbound;

import java.util.Map;

/// What a server answered; names of headers are in lower case.
public record Answer(int status, Map<String, String> headers, String body) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public boolean ok() {
        return status == 200;
    }
}
