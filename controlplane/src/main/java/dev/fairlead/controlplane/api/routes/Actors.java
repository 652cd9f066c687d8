package dev.fairlead.controlplane.api.routes;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.audit.Refusals;
import dev.fairlead.controlplane.store.Acting;
import dev.fairlead.controlplane.store.audit.AuditStore;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.model.errors.ErrorCode;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;

/// What the database is told of a caller: what they may reach, and what the audit log says of them.
public final class Actors {
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 410, 429);
    private static final int LONGEST_TARGET = 300;

    private final Refusals refusals;
    private final ApiJson json;

    public Actors(Refusals refusals, ApiJson json) {
        this.refusals = refusals;
        this.json = json;
    }

    Acting acting(Caller caller, Route route, BlockingExchange exchange) {
        return caller.scope(route.permission()).by(actor(caller, route, exchange));
    }

    private String actor(Caller caller, Route route, BlockingExchange exchange) {
        var said = new LinkedHashMap<String, String>();
        said.put("id", caller.id());
        said.put("name", caller.name());
        said.put("via", via(caller));
        said.put("address", exchange.remoteAddress());
        said.put("request", exchange.id().toString());
        said.put("operation", route.operation());
        return new String(json.write(said), StandardCharsets.UTF_8);
    }

    private static String via(Caller caller) {
        return caller.via().name().toLowerCase(Locale.ROOT);
    }

    void refused(Caller caller, String operation, BlockingExchange exchange, ErrorCode code) {
        if (!REFUSALS.contains(code.status())) {
            return;
        }
        String target = exchange.method() + " " + exchange.path();
        refusals.write(
                new AuditStore.Refused(
                        caller.within(),
                        caller.id(),
                        caller.name(),
                        via(caller),
                        exchange.remoteAddress(),
                        exchange.id().toString(),
                        operation,
                        target.substring(0, Math.min(LONGEST_TARGET, target.length())),
                        code.code()));
    }
}
