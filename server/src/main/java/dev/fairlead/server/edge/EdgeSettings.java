package dev.fairlead.server.edge;

import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.dataplane.clients.TrustedProxies;
import dev.fairlead.dataplane.links.Reach;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.RateLimit.Per;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whom the gateway believes, where upstreams may be, and how often it lets an address, an
/// organization, and one user or key of the API ask.
public record EdgeSettings(
        TrustedProxies proxies,
        Reach reach,
        Optional<RateLimit> perAddress,
        Optional<RateLimit> perOrganization,
        Optional<RateLimit> perCaller) {
    private static final String OFF = "off";

    /// More than a person or a device asks for, less than one machine answers.
    private static final String EACH_ADDRESS = "5000/1s,burst=10000";

    /// More than a pipeline that deploys thousands of files asks of the API.
    private static final String EACH_CALLER = "500/1s,burst=5000";

    /// Throws `IllegalArgumentException` with what to write instead.
    public static EdgeSettings parse(Map<String, String> environment) {
        return new EdgeSettings(
                proxies(environment),
                reach(environment),
                rate(environment, "FAIRLEAD_ADDRESS_RATE", EACH_ADDRESS),
                rate(environment, "FAIRLEAD_ORGANIZATION_RATE", OFF),
                rate(environment, "FAIRLEAD_CALLER_RATE", EACH_CALLER));
    }

    private static TrustedProxies proxies(Map<String, String> environment) {
        try {
            return TrustedProxies.parse(environment.getOrDefault("FAIRLEAD_TRUSTED_PROXIES", ""));
        } catch (InvalidValue e) {
            throw new IllegalArgumentException("FAIRLEAD_TRUSTED_PROXIES: " + e.rule(), e);
        }
    }

    private static Reach reach(Map<String, String> environment) {
        String said = environment.getOrDefault("FAIRLEAD_UPSTREAMS", "").strip();
        var networks = new ArrayList<IpRange>();
        var sockets = new ArrayList<Path>();
        for (String one : said.isEmpty() ? List.<String>of() : List.of(said.split(",", -1))) {
            String text = one.strip();
            if (text.startsWith("/")) {
                sockets.add(Path.of(text).normalize());
            } else {
                try {
                    networks.add(IpRange.parse(text));
                } catch (InvalidValue e) {
                    throw new IllegalArgumentException("FAIRLEAD_UPSTREAMS: " + e.rule(), e);
                }
            }
        }
        return new Reach(false, networks, sockets);
    }

    private static Optional<RateLimit> rate(
            Map<String, String> environment, String name, String standard) {
        String said = environment.getOrDefault(name, "").strip();
        String text = said.isEmpty() ? standard : said;
        if (text.equals(OFF)) {
            return Optional.empty();
        }
        try {
            RateLimit limit = RateLimit.parse(text);
            if (limit.per() == Per.ADDRESS && !text.contains("per=")) {
                return Optional.of(limit);
            }
        } catch (InvalidValue e) {
            throw new IllegalArgumentException(name + ": " + e.rule() + ", or off", e);
        }
        throw new IllegalArgumentException(name + ": leave out per=, the name says it");
    }
}
