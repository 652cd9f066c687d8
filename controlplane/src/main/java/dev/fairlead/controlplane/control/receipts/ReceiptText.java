package dev.fairlead.controlplane.control.receipts;

import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.router.RoutedAlias;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Traffic;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Receipts as JSON: what is signed, byte by byte.
public final class ReceiptText {
    private static final JsonMapper JSON = new JsonMapper();

    private ReceiptText() {}

    /// What a receipt says.
    public record Document(
            String receipt,
            String service,
            String instance,
            String at,
            long tookMicros,
            boolean settings,
            List<Change> changes,
            List<DomainChange> domains,
            List<UnderWay> versions,
            @Nullable String settledAt,
            @Nullable Long lost) {
        public Document {
            changes = List.copyOf(changes);
            domains = List.copyOf(domains);
            versions = List.copyOf(versions);
        }

        Document settled(Instant when, List<UnderWay> ends) {
            long failed = ends.stream().mapToLong(UnderWay::failed).sum();
            return new Document(
                    receipt,
                    service,
                    instance,
                    at,
                    tookMicros,
                    settings,
                    changes,
                    domains,
                    ends,
                    when.toString(),
                    failed);
        }
    }

    /// An alias, and to which versions it led before and after, in parts of 10,000.
    public record Change(
            String environment,
            String alias,
            Map<Integer, Integer> before,
            Map<Integer, Integer> after) {}

    /// A domain that leads to the service, and what changed of it.
    public record DomainChange(String domain, String change) {}

    /// A version: what was under way there, how it ended, and what still lives on because the
    /// version does. A failed one had no whole answer; a cut one was open when the version's time
    /// was over.
    public record UnderWay(
            int version,
            long inFlight,
            long sockets,
            long answered,
            long failed,
            long clientGone,
            long cut,
            long open) {}

    static Document begun(
            String id, String instance, Instant at, Switched switched, List<UnderWay> versions) {
        return new Document(
                id,
                switched.after().id().toString(),
                instance,
                at.toString(),
                switched.took().toNanos() / 1000,
                !switched.before().settings().equals(switched.after().settings()),
                changes(switched.before(), switched.after()),
                switched.domains(),
                versions,
                null,
                null);
    }

    /// A service as it was and as it is, domains that lead to it and changed, and how long that
    /// took.
    record Switched(
            RoutedService before, RoutedService after, List<DomainChange> domains, Duration took) {
        Switched {
            domains = List.copyOf(domains);
        }

        /// Whether requests are treated in another way at all.
        boolean counts() {
            return !domains.isEmpty()
                    || !changes(before, after).isEmpty()
                    || !before.settings().equals(after.settings())
                    || !before.versions().equals(after.versions());
        }
    }

    private static List<Change> changes(RoutedService before, RoutedService after) {
        var labels = new TreeMap<String, RoutedAlias>();
        before.aliases().forEach(alias -> labels.put(alias.label(), alias));
        after.aliases().forEach(alias -> labels.put(alias.label(), alias));
        var changes = new ArrayList<Change>();
        labels.forEach((label, alias) -> {
            Map<Integer, Integer> was = shares(before, label);
            Map<Integer, Integer> now = shares(after, label);
            if (!was.equals(now) || revision(before, label) != revision(after, label)) {
                changes.add(new Change(alias.environment().text(), alias.name().text(), was, now));
            }
        });
        return changes;
    }

    private static Optional<RoutedAlias> alias(RoutedService service, String label) {
        return service.aliases().stream().filter(a -> a.label().equals(label)).findFirst();
    }

    private static long revision(RoutedService service, String label) {
        return alias(service, label).map(RoutedAlias::revision).orElse(0L);
    }

    private static Map<Integer, Integer> shares(RoutedService service, String label) {
        var shares = new TreeMap<Integer, Integer>();
        alias(service, label)
                .map(RoutedAlias::traffic)
                .map(Traffic::shares)
                .orElse(List.of())
                .forEach((Share share) -> shares.put(share.version(), share.basisPoints()));
        return shares;
    }

    /// Whoever began in the very moment of the change is counted, too: all that ended since, and
    /// what is open.
    static UnderWay underWay(int version, Drain drain, long sockets) {
        Map<Ending, Long> ends = drain.endings();
        long open = drain.open();
        return new UnderWay(
                version,
                open + ends.values().stream().mapToLong(Long::longValue).sum(),
                sockets,
                ends.getOrDefault(Ending.ANSWERED, 0L),
                ends.getOrDefault(Ending.FAILED, 0L),
                ends.getOrDefault(Ending.CLIENT_GONE, 0L),
                ends.getOrDefault(Ending.CUT, 0L),
                open);
    }

    static String write(Document document) {
        return JSON.writeValueAsString(document);
    }

    /// Receipts from before they told of domains name none.
    public static Document read(String text) {
        JsonNode tree = JSON.readTree(text);
        if (tree instanceof ObjectNode document && !document.has("domains")) {
            document.putArray("domains");
        }
        return JSON.treeToValue(tree, Document.class);
    }
}
