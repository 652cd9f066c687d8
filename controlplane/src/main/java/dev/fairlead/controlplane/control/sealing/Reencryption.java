package dev.fairlead.controlplane.control.sealing;

import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.store.sealing.ReencryptionStore;
import dev.fairlead.controlplane.store.sealing.SealedColumn;
import dev.fairlead.controlplane.store.sealing.SealedStore;
import dev.fairlead.controlplane.store.sealing.SealedStore.Row;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Seals everything anew under the current master key, while all goes on. How far it is, the values
/// themselves tell, so that it goes on after a crash wherever it was, and two at once do no harm.
public final class Reencryption {
    private static final Logger LOG = LoggerFactory.getLogger(Reencryption.class);
    private static final int BATCH = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final SealedStore sealed;
    private final ReencryptionStore wishes;
    private final Envelope envelope;

    public Reencryption(SealedStore sealed, ReencryptionStore wishes, Envelope envelope) {
        this.sealed = sealed;
        this.wishes = wishes;
        this.envelope = envelope;
    }

    private enum Outcome {
        DONE,
        CHANGED,
        STUCK
    }

    /// The current key, how many values are sealed under each, and when it was asked for and ended.
    public record Status(
            String current,
            Map<String, Long> values,
            Optional<Instant> requestedAt,
            Optional<Instant> finishedAt) {
        /// How many values are sealed under other keys yet.
        public long remaining() {
            return values.entrySet().stream()
                    .filter(entry -> !entry.getKey().equals(current))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    public Status status() {
        Optional<ReencryptionStore.Wish> wish = wishes.find(envelope.currentKey());
        return new Status(
                envelope.currentKey(),
                sealed.counts(),
                wish.map(ReencryptionStore.Wish::requestedAt),
                wish.flatMap(ReencryptionStore.Wish::finishedAt));
    }

    /// Wanted from now on; `resume` does it.
    public void request() {
        wishes.request(envelope.currentKey());
    }

    /// Resumes beside whatever else goes on.
    public void begin() {
        Thread.ofVirtual()
                .name("reencryption")
                .start(() -> {
                    try {
                        resume();
                    } catch (RuntimeException e) {
                        LOG.warn("sealing anew goes on later", e);
                    }
                });
    }

    /// Goes on with what was asked for and has not ended.
    public void resume() {
        boolean wanted =
                wishes.find(envelope.currentKey())
                        .filter(wish -> wish.finishedAt().isEmpty())
                        .isPresent();
        if (wanted && run()) {
            wishes.finish(envelope.currentKey());
        }
    }

    /// False where something could not be opened and stays as it was, or was copied meanwhile from
    /// where it was not sealed anew yet.
    private boolean run() {
        boolean whole = true;
        for (SealedColumn column : SealedStore.ALL) {
            whole &= run(column);
        }
        return whole && Set.of(envelope.currentKey()).containsAll(sealed.counts().keySet());
    }

    private boolean run(SealedColumn column) {
        while (true) {
            List<Row> rows = sealed.others(column, envelope.currentKey(), BATCH);
            if (rows.isEmpty()) {
                return true;
            }
            List<Outcome> outcomes = rows.stream().map(this::reseal).toList();
            if (outcomes.stream().allMatch(one -> one == Outcome.STUCK)) {
                LOG.error(
                        "values stay sealed under another key table={} column={}",
                        column.table(),
                        column.column());
                return false;
            }
        }
    }

    /// One that somebody else wrote meanwhile is looked at again.
    private Outcome reseal(Row row) {
        try {
            String content = row.json() ? json(row) : bytes(row);
            return sealed.replace(row, content) ? Outcome.DONE : Outcome.CHANGED;
        } catch (IllegalStateException e) {
            LOG.error("a sealed value cannot be opened value={}", row, e);
            return Outcome.STUCK;
        }
    }

    private String bytes(Row row) {
        String name = SealedNames.of(row);
        String value = envelope.open(name, SealedStore.bytes(row.content()));
        return SealedStore.content(envelope.seal(name, value));
    }

    private String json(Row row) {
        JsonNode root = JSON.readTree(row.content());
        if (root.path("variables").isArray()) {
            for (JsonNode one : root.path("variables")) {
                if (one.hasNonNull("sealed")) {
                    String name = SealedNames.of(row, one.path("name").asString());
                    ((ObjectNode) one).put("sealed", text(name, one.path("sealed").asString()));
                }
            }
        } else {
            for (String variable : List.copyOf(root.propertyNames())) {
                String name = SealedNames.of(row, variable);
                ((ObjectNode) root).put(variable, text(name, root.path(variable).asString()));
            }
        }
        return JSON.writeValueAsString(root);
    }

    private String text(String name, String sealedText) {
        String value = envelope.open(name, Base64.getDecoder().decode(sealedText));
        return Base64.getEncoder().encodeToString(envelope.seal(name, value));
    }
}
