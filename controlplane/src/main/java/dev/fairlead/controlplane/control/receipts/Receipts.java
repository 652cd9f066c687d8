package dev.fairlead.controlplane.control.receipts;

import dev.fairlead.controlplane.control.receipts.ReceiptText.Document;
import dev.fairlead.controlplane.control.receipts.ReceiptText.DomainChange;
import dev.fairlead.controlplane.control.receipts.ReceiptText.Switched;
import dev.fairlead.controlplane.control.receipts.ReceiptText.UnderWay;
import dev.fairlead.controlplane.control.routes.Switches;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.receipts.Receipt;
import dev.fairlead.controlplane.store.receipts.ReceiptStore;
import dev.fairlead.dataplane.inflight.Drain;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.dataplane.versions.UpstreamSpec;
import dev.fairlead.dataplane.versions.VersionSpec;
import dev.fairlead.model.ids.ReceiptId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Makes a receipt of each change of a service on this server: what was under way in that moment,
/// and, when it is over, what became of it.
public final class Receipts implements Switches, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    /// Beyond the time that is left to what is open, which is cut then.
    private static final Duration AFTER_THE_CUT = Duration.ofSeconds(5);

    private static final int TRIES = 60;
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final ReceiptStore store;
    private final ReceiptKeys keys;
    private final Clock clock;
    private final String instance = UUID.randomUUID().toString();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Receipts(ReceiptStore store, ReceiptKeys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public void switched(
            RoutedService before,
            RoutedService after,
            Map<Integer, Drain> underWay,
            Duration took) {
        follow(new Switched(before, after, List.of(), took), underWay);
    }

    /// Domains that lead to a service changed; must let go of what was under way there.
    void hostsSwitched(
            RoutedService service,
            List<DomainChange> domains,
            Map<Integer, Drain> underWay,
            Duration took) {
        follow(new Switched(service, service, domains, took), underWay);
    }

    private void follow(Switched switched, Map<Integer, Drain> underWay) {
        if (!switched.counts() || threads.isShutdown()) {
            underWay.values().forEach(Drain::close);
            return;
        }
        Instant at = clock.instant();
        var sockets = new HashMap<Integer, Long>();
        underWay.forEach((version, drain) -> sockets.put(version, drain.sockets()));
        threads.execute(() -> follow(switched, at, new TreeMap<>(underWay), sockets));
    }

    private void follow(
            Switched switched,
            Instant at,
            Map<Integer, Drain> underWay,
            Map<Integer, Long> sockets) {
        var id = ReceiptId.next(clock);
        Document begun =
                ReceiptText.begun(
                        id.toString(), instance, at, switched, counted(underWay, sockets));
        try {
            if (underWay.values().stream().anyMatch(drain -> drain.open() > 0)) {
                keep(receipt(id, switched.after(), at, begun, Optional.empty()));
            }
            await(switched, underWay);
        } catch (InterruptedException e) {
            LOG.debug("the server stops; what is known by now is what there is to say", e);
        } finally {
            underWay.values().forEach(Drain::close);
        }
        settle(
                id,
                switched.after(),
                at,
                begun.settled(clock.instant(), counted(underWay, sockets)));
    }

    private static List<UnderWay> counted(
            Map<Integer, Drain> underWay, Map<Integer, Long> sockets) {
        return underWay.entrySet().stream()
                .map(one ->
                        ReceiptText.underWay(
                                one.getKey(),
                                one.getValue(),
                                sockets.getOrDefault(one.getKey(), 0L)))
                .toList();
    }

    /// Until all has ended, or was cut; what is open at a version that still answers may live on.
    private static void await(Switched switched, Map<Integer, Drain> underWay)
            throws InterruptedException {
        long begin = System.nanoTime();
        for (Map.Entry<Integer, Drain> one : underWay.entrySet()) {
            Duration patience =
                    patience(switched.before().versions().get(one.getKey())).plus(AFTER_THE_CUT);
            one.getValue().await(patience.minusNanos(System.nanoTime() - begin));
        }
    }

    private static Duration patience(@Nullable VersionSpec spec) {
        return spec instanceof UpstreamSpec upstream ? upstream.drain() : UpstreamSpec.USUAL_DRAIN;
    }

    private void settle(ReceiptId id, RoutedService service, Instant at, Document document) {
        String text = ReceiptText.write(document);
        try {
            ReceiptKeys.Signed signed = keys.sign(text);
            long lost = Optional.ofNullable(document.lost()).orElse(0L);
            if (lost > 0) {
                LOG.warn("requests were lost in a change receiptId={} lost={}", id, lost);
            }
            keep(
                    receipt(
                            id,
                            service,
                            at,
                            document,
                            Optional.of(
                                    new Receipt.Settled(
                                            clock.instant(),
                                            lost,
                                            signed.signature(),
                                            signed.keyId()))));
        } catch (DatabaseUnavailable e) {
            LOG.warn("a receipt was not kept receiptId={} document={}", id, text, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Receipt receipt(
            ReceiptId id,
            RoutedService service,
            Instant at,
            Document document,
            Optional<Receipt.Settled> settled) {
        long inFlight = document.versions().stream().mapToLong(UnderWay::inFlight).sum();
        return new Receipt(
                id,
                service.organization(),
                service.id(),
                instance,
                at,
                inFlight,
                ReceiptText.write(document),
                settled);
    }

    /// As soon as the database takes it, for a minute.
    private void keep(Receipt receipt) throws InterruptedException {
        for (int i = 1; ; i++) {
            try {
                store.put(receipt);
                return;
            } catch (DatabaseUnavailable e) {
                if (i == TRIES) {
                    throw e;
                }
                TimeUnit.SECONDS.sleep(1);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
