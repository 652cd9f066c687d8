package dev.fairlead.controlplane.control.caching;

import dev.fairlead.controlplane.store.caching.Purged;
import dev.fairlead.controlplane.store.caching.Purged.What;

import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// The purge interface of Fastly (https://www.fastly.com/documentation/reference/api/purging/). It
/// knows no prefixes.
final class Fastly implements Network {
    private final NetworkCall call;
    private final URI root;

    Fastly(NetworkCall call, URI root) {
        this.call = call;
        this.root = root;
    }

    @Override
    public void purge(String place, String token, Purged purge)
            throws IOException, InterruptedException {
        What what = purge.what();
        Map<String, String> key = Map.of("fastly-key", token, "accept", "application/json");
        boolean named = what.scope() == Purged.Scope.URL && !what.host().isEmpty();
        if (named) {
            call.post(root.resolve("/purge/" + what.host() + what.value()), key, "");
            return;
        }
        String tag = what.scope() == Purged.Scope.TAG ? what.value() : purge.service().toString();
        call.post(
                root.resolve("/service/" + place + "/purge"),
                Map.of("fastly-key", token, "accept", "application/json", "surrogate-key", tag),
                "");
    }
}
