package dev.fairlead.controlplane.control.caching;

import dev.fairlead.controlplane.store.caching.Purged;
import dev.fairlead.controlplane.store.caching.Purged.Scope;
import dev.fairlead.controlplane.store.caching.Purged.What;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// The purge interface of Cloudflare
/// (https://developers.cloudflare.com/api/resources/cache/methods/purge/).
final class Cloudflare implements Network {
    private final NetworkCall call;
    private final URI root;
    private final JsonMapper json = new JsonMapper();

    Cloudflare(NetworkCall call, URI root) {
        this.call = call;
        this.root = root;
    }

    @Override
    public void purge(String place, String token, Purged purge)
            throws IOException, InterruptedException {
        String said =
                call.post(
                        root.resolve("/client/v4/zones/" + place + "/purge_cache"),
                        Map.of(
                                "authorization",
                                "Bearer " + token,
                                "content-type",
                                "application/json"),
                        json.writeValueAsString(what(purge)));
        try {
            if (json.readTree(said).path("success").asBoolean(false)) {
                return;
            }
        } catch (JacksonException e) {
            throw new IOException("its answer is no JSON", e);
        }
        throw new IOException("it says that it did not");
    }

    private static Map<String, List<String>> what(Purged purge) {
        What what = purge.what();
        boolean hosted = !what.host().isEmpty();
        String address = what.host() + what.value();
        if (what.scope() == Scope.URL && hosted) {
            return Map.of("files", List.of("https://" + address, "http://" + address));
        }
        if (what.scope() == Scope.PREFIX && hosted) {
            return Map.of("prefixes", List.of(address));
        }
        String tag = what.scope() == Scope.TAG ? what.value() : purge.service().toString();
        return Map.of("tags", List.of(tag));
    }
}
