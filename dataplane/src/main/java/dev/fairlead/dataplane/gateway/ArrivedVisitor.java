package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.router.Visitor;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.Cookie;

import java.util.List;
import java.util.Optional;

/// Who sent a request, as far as it decides on a version.
record ArrivedVisitor(Arrival arrival) implements Visitor {
    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(arrival.request().getHeader(name));
    }

    @Override
    public Optional<String> cookie(String name) {
        Cookie cookie = arrival.request().getCookie(name);
        return Optional.ofNullable(cookie).map(Cookie::getValue);
    }

    @Override
    public Optional<String> query(String name) {
        String query = arrival.request().query();
        if (query == null) {
            return Optional.empty();
        }
        try {
            var decoder = new QueryStringDecoder("?" + query, true);
            List<String> values = decoder.parameters().get(name);
            return values == null ? Optional.empty() : Optional.of(values.getFirst());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no percent-encoding
        }
    }

    @Override
    public Optional<String> caller() {
        return arrival.caller();
    }
}
