package dev.fairlead.controlplane.api.routes;

import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.runtime.Header;

import java.util.List;

/// What a route answers with.
public sealed interface Answer {
    /// A wire record as JSON, with the route's own status unless `status` is not 0.
    record Json(Object body, int status, List<Header> headers) implements Answer {
        public Json {
            headers = List.copyOf(headers);
        }
    }

    /// No body.
    record Nothing(List<Header> headers) implements Answer {
        public Nothing {
            headers = List.copyOf(headers);
        }
    }

    /// The handler takes the exchange over and has answered when it returns.
    record Taken(BlockingExchange exchange) implements Answer {}

    static Answer json(Object body) {
        return new Json(body, 0, List.of());
    }

    static Answer json(Object body, Header... headers) {
        return new Json(body, 0, List.of(headers));
    }

    Answer NOTHING = new Nothing(List.of());

    static Answer nothing(Header... headers) {
        return new Nothing(List.of(headers));
    }
}
