package dev.fairlead.controlplane.control.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.control.deployments.Deployments;
import dev.fairlead.controlplane.control.signing.SigningSecrets;
import dev.fairlead.controlplane.control.variables.Configurations;
import dev.fairlead.controlplane.control.variables.Envelope;
import dev.fairlead.controlplane.control.variables.ServiceVariables;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.sealing.ReencryptionStore;
import dev.fairlead.controlplane.store.sealing.SealedStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.signing.SigningSecretStore;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.controlplane.store.versions.Version;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

@Tag("slow")
class ReencryptionTest {
    /// Bytes that are no sealed values: hashes, nonces, and the work of the job scheduler.
    private static final Set<String> NOT_SEALED =
            Set.of(
                    "audit_events.hash",
                    "audit_events.previous_hash",
                    "audit_heads.hash",
                    "audit_heads.trimmed_hash",
                    "scheduled_tasks.task_data",
                    "signature_nonces.nonce");

    private final Bench bench = new Bench();
    private final SealedStore sealed = new SealedStore(bench.database);

    @AfterEach
    void close() {
        bench.close();
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[Envelope.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private Reencryption under(Envelope envelope) {
        return new Reencryption(
                sealed, new ReencryptionStore(bench.database, Bench.CLOCK), envelope);
    }

    private static VariablePlace place(ServiceRecord function) {
        return VariablePlace.of(function.organization(), function.id(), Optional.empty());
    }

    private static Variables.Wish secret(String name, String value) {
        return new Variables.Wish(
                new VariableName(name),
                value,
                Optional.of(true),
                Optional.of(Seen.BOTH),
                Optional.empty());
    }

    private ServiceRecord filled() {
        ServiceRecord function = bench.function();
        bench.variables.change(
                place(function),
                Optional.empty(),
                List.of(secret("TOKEN", "old"), secret("OTHER", "other")),
                List.of());
        bench.variables.rotate(
                place(function), Optional.empty(), secret("TOKEN", "new"), Duration.ofHours(1));
        bench.signing.rotate(function.organization(), function.id(), Duration.ofHours(1));
        bench.deployments.submit(
                function,
                Bench.accepted("one"),
                new Deployments.Wish(
                        bench.production(function),
                        Optional.empty(),
                        "somebody",
                        Map.of("ONCE", "override")));
        bench.deploy(function, "two");
        return function;
    }

    @Test
    void everything_is_sealed_anew_and_opens_without_the_old_key() {
        // Given
        ServiceRecord function = filled();
        var both = new Envelope(key(7), List.of(key(0)));
        var alone = new Envelope(key(7));
        Reencryption reencryption = under(both);
        long before = reencryption.status().remaining();
        // When
        reencryption.request();
        reencryption.resume();
        // Then
        Reencryption.Status status = reencryption.status();
        assertThat(before).isGreaterThanOrEqualTo(8);
        assertThat(status.values()).isEqualTo(Map.of(both.currentKey(), before));
        assertThat(status.finishedAt()).isPresent();
        var variables =
                new Variables(bench.variableStore, bench.definitionStore, alone, Bench.CLOCK);
        var seen =
                new ServiceVariables(
                        bench.variableStore, bench.definitionStore, variables, "https://x");
        assertThat(variables.reveal(place(function), new VariableName("OTHER"))).isEqualTo("other");
        assertThat(
                        seen.view(
                                        ServiceVariables.Onlooker.of(
                                                function,
                                                bench.production(function).id(),
                                                bench.production(function).name()),
                                        Seen.RUN,
                                        Map.of())
                                .values(true))
                .isEqualTo(Map.of("TOKEN", "new", "TOKEN_PREVIOUS", "old", "OTHER", "other"));
        Version version = bench.versions.get(function.organization(), function.id(), 1);
        assertThat(
                        new Configurations(seen, alone)
                                .open(version.configuration(), version.deployment()))
                .containsEntry("TOKEN", "new");
        assertThat(
                        new SigningSecrets(
                                        new SigningSecretStore(bench.database, Bench.CLOCK),
                                        alone,
                                        Bench.CLOCK)
                                .of(function.id()))
                .hasSize(1);
    }

    @Test
    void what_was_interrupted_goes_on_and_what_was_not_asked_for_does_not_begin() {
        // Given
        filled();
        var both = new Envelope(key(7), List.of(key(0)));
        Reencryption reencryption = under(both);
        reencryption.resume();
        long untouched = reencryption.status().remaining();
        reencryption.request();
        // When
        under(new Envelope(key(7), List.of(key(0)))).resume();
        // Then
        assertThat(untouched).isPositive();
        assertThat(reencryption.status().remaining()).isZero();
    }

    @Test
    void what_was_set_meanwhile_is_not_overwritten() {
        // Given
        ServiceRecord function = filled();
        var fresh = new Envelope(key(7), List.of(key(0)));
        SealedStore.Row row =
                SealedStore.ALL.stream()
                        .flatMap(one -> sealed.others(one, fresh.currentKey(), 100).stream())
                        .filter(one -> one.toString().equals("variables.sealed"))
                        .filter(one -> one.key("name").equals("OTHER"))
                        .findFirst()
                        .orElseThrow();
        bench.variables.change(
                place(function), Optional.empty(), List.of(secret("OTHER", "newest")), List.of());
        // When
        boolean replaced = sealed.replace(row, row.content());
        // Then
        assertThat(replaced).isFalse();
        assertThat(bench.variables.reveal(place(function), new VariableName("OTHER")))
                .isEqualTo("newest");
    }

    @Test
    void two_at_once_do_no_harm() throws InterruptedException {
        // Given
        filled();
        Reencryption reencryption = under(new Envelope(key(7), List.of(key(0))));
        reencryption.request();
        // When
        Thread beside = Thread.ofVirtual().start(reencryption::resume);
        under(new Envelope(key(7), List.of(key(0)))).resume();
        beside.join();
        // Then
        assertThat(reencryption.status().remaining()).isZero();
        assertThat(reencryption.status().finishedAt()).isPresent();
    }

    @Test
    void what_cannot_be_opened_stays_and_is_not_called_done() {
        // Given
        filled();
        Reencryption reencryption = under(new Envelope(key(9)));
        reencryption.request();
        // When
        reencryption.resume();
        // Then
        assertThat(reencryption.status().remaining()).isPositive();
        assertThat(reencryption.status().finishedAt()).isEmpty();
    }

    @Test
    void no_column_of_bytes_is_forgotten() {
        // When
        Set<String> bytes =
                bench.database.inInstallation(handle ->
                        handle
                                .createQuery(
                                        "select table_name || '.' || column_name from"
                                                + " information_schema.columns where data_type ="
                                                + " 'bytea' and table_schema = current_schema()")
                                .mapTo(String.class)
                                .stream()
                                .filter(one -> !one.startsWith("audit_events_"))
                                .collect(Collectors.toSet()));
        // Then
        Set<String> known =
                SealedStore.ALL.stream()
                        .filter(one -> one.path().isEmpty())
                        .map(one -> one.table() + "." + one.column())
                        .collect(Collectors.toSet());
        bytes.removeAll(NOT_SEALED);
        assertThat(bytes).isEqualTo(known);
    }
}
