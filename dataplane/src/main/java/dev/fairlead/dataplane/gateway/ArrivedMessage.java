package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.signing.SignedMessage;

import java.util.List;
import java.util.Locale;

/// A request as whoever signed it saw it.
record ArrivedMessage(Arrival arrival) implements SignedMessage {
    @Override
    public String method() {
        return arrival.request().method().name();
    }

    @Override
    public String path() {
        return String.valueOf(arrival.request().path());
    }

    @Override
    public String query() {
        String query = arrival.request().query();
        return query == null ? "" : query;
    }

    @Override
    public String authority() {
        var authority = arrival.request().authority();
        if (authority == null) {
            return "";
        }
        int usual = arrival.client().secure() ? 443 : 80;
        boolean named = authority.port() > 0 && authority.port() != usual;
        String host = authority.host().toLowerCase(Locale.ROOT);
        return named ? host + ":" + authority.port() : host;
    }

    @Override
    public List<String> fields(String name) {
        return arrival.request().headers().getAll(name);
    }
}
