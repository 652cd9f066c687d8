package dev.fairlead.controlplane.control.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.control.routes.SnapshotFile;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.EnvironmentStore;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.variables.Origin;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

@Tag("slow")
@Timeout(60)
class VariablesTest {
    private static final String PLANTED = "planted-secret-7c1f";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static VariablePlace place(ServiceRecord function) {
        return VariablePlace.of(function.organization(), function.id(), Optional.empty());
    }

    private void set(ServiceRecord function, String name, String value, boolean secret) {
        set(place(function), name, value, secret, Seen.BOTH);
    }

    private void set(VariablePlace place, String name, String value, boolean secret, Seen seen) {
        bench.variables.change(
                place,
                Optional.empty(),
                List.of(
                        new Variables.Wish(
                                new VariableName(name),
                                value,
                                Optional.of(secret),
                                Optional.of(seen),
                                Optional.empty())),
                List.of());
    }

    private Map<String, String> running(ServiceRecord function) {
        return bench.answering(function.id()).orElseThrow().environment();
    }

    @Test
    void a_build_gets_variables_and_secrets_and_nobody_else_the_secrets() {
        // Given
        ServiceRecord function = bench.function();
        set(function, "MODE", "fast", false);
        set(function, "TOKEN", PLANTED, true);
        // When
        bench.deploy(function, "secretive");
        // Then
        assertThat(bench.toolchain.orders.getFirst().variables()).isEqualTo(Map.of("MODE", "fast"));
        assertThat(bench.toolchain.orders.getFirst().secrets()).isEqualTo(Map.of("TOKEN", PLANTED));
        assertThat(bench.toolchain.orders.getFirst().toString()).doesNotContain(PLANTED);
        assertThat(bench.variables.list(place(function)))
                .filteredOn(Variable::secret)
                .extracting(Variable::value)
                .allMatch(value -> value.isEmpty());
    }

    @Test
    void no_table_has_a_secret_in_plain_text() {
        // Given
        ServiceRecord function = bench.function();
        set(function, "TOKEN", PLANTED, true);
        bench.deploy(function, "everything");
        // When
        var tables =
                bench.database.inInstallation(handle ->
                        handle.createQuery(
                                        "select table_name from information_schema.tables where"
                                                + " table_schema = current_schema()")
                                .mapTo(String.class)
                                .list());
        // Then
        assertThat(tables).contains("variables", "build_cache", "build_log_lines");
        for (String table : tables) {
            boolean found =
                    bench.database.inInstallation(handle ->
                            handle.createQuery(
                                            "select exists (select from \""
                                                    + table
                                                    + "\" t where t::text like '%' || ? || '%')")
                                    .bind(0, PLANTED)
                                    .mapTo(Boolean.class)
                                    .one());
            assertThat(found).as(table).isFalse();
        }
    }

    @Test
    void what_was_sealed_opens_only_with_its_key_and_its_name() {
        // Given
        byte[] key = new byte[Envelope.KEY_BYTES];
        Arrays.fill(key, (byte) 7);
        var envelope = new Envelope(key);
        byte[] sealed = envelope.seal("a", PLANTED);
        byte[] changed = sealed.clone();
        changed[changed.length - 1] ^= 1;
        var other = new Envelope(new byte[Envelope.KEY_BYTES]);
        // When / Then
        assertThat(envelope.open("a", sealed)).isEqualTo(PLANTED);
        String keyId = HexFormat.of().formatHex(Arrays.copyOfRange(sealed, 1, 9));
        assertThat(envelope.lacks(Set.of(keyId))).isEmpty();
        assertThat(other.lacks(Set.of(keyId))).containsExactly(keyId);
        assertThat(envelope.seal("a", PLANTED)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> envelope.open("b", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> envelope.open("a", changed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.open("a", sealed))
                .hasMessageContaining("another master key");
        assertThatThrownBy(() -> envelope.open("a", Arrays.copyOf(sealed, 40)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_variable_is_replaced_and_removed() {
        // Given
        ServiceRecord function = bench.function();
        set(function, "MODE", "fast", true);
        // When
        set(function, "MODE", "slow", false);
        // Then
        assertThat(bench.variables.list(place(function)))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.value()).contains("slow");
                    assertThat(one.revision()).isEqualTo(2);
                });
        bench.variables.change(
                place(function), Optional.empty(), List.of(), List.of(new VariableName("MODE")));
        assertThat(bench.variables.list(place(function))).isEmpty();
        assertThatThrownBy(() ->
                        bench.variables.change(
                                place(function),
                                Optional.empty(),
                                List.of(),
                                List.of(new VariableName("MODE"))))
                .isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1A", "A-B", "A B", "PATH", "HOME", "LANG", "A=B", "Ä", "FAIRLEAD_X"})
    void what_is_no_name_is_refused(String name) {
        assertThatThrownBy(() -> new VariableName(name)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void a_function_has_at_most_a_hundred_variables() {
        // Given
        ServiceRecord function = bench.function();
        for (int i = 0; i < 100; i++) {
            set(function, "V" + i, "x", false);
        }
        // When / Then
        assertThatThrownBy(() -> set(function, "ONE_MORE", "x", false))
                .isInstanceOf(Rejected.class);
        set(function, "V7", "changed", false);
        assertThatThrownBy(() -> set(function, "V7", "x".repeat(40_000), false))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void a_running_version_sees_the_narrowest_value_of_every_scope() {
        // Given
        ServiceRecord function = bench.function();
        var production = bench.production(function);
        VariablePlace project = VariablePlace.of(function.organization(), function.projectId());
        set(VariablePlace.INSTALLATION, "A", "installation", false, Seen.RUN);
        set(VariablePlace.of(function.organization()), "A", "organization", false, Seen.RUN);
        set(VariablePlace.of(function.organization()), "B", "organization", false, Seen.RUN);
        set(project, "B", "project", false, Seen.RUN);
        set(project, "C", "project", false, Seen.RUN);
        set(
                VariablePlace.of(function.organization(), production.id()),
                "C",
                "environment",
                false,
                Seen.RUN);
        set(place(function), "D", "service", false, Seen.RUN);
        set(
                VariablePlace.of(
                        function.organization(), function.id(), Optional.of(production.id())),
                "D",
                "place",
                true,
                Seen.RUN);
        set(place(function), "ONLY_BUILDS", "build", false, Seen.BUILD);
        // When
        bench.deploy(function, "scoped");
        // Then
        assertThat(running(function))
                .isEqualTo(
                        Map.of(
                                "A", "organization",
                                "B", "project",
                                "C", "environment",
                                "D", "place"));
        assertThat(bench.toolchain.orders.getLast().variables())
                .isEqualTo(Map.of("ONLY_BUILDS", "build"));
        assertThat(
                        bench.versions
                                .get(function.organization(), function.id(), 1)
                                .configuration()
                                .variables())
                .extracting(kept -> kept.name() + " of " + kept.origin().text())
                .containsExactly(
                        "A of organization",
                        "B of project",
                        "C of environment production",
                        "D of service in production");
    }

    @Test
    void a_child_environment_inherits_what_it_does_not_set() {
        // Given
        ServiceRecord function = bench.function();
        var production = bench.production(function);
        var staging =
                bench.environmentStore.create(
                        function.organization(),
                        function.projectId(),
                        new EnvironmentName("staging"),
                        new EnvironmentStore.Wish(
                                Optional.of(EnvironmentName.PRODUCTION),
                                Environment.Protection.NONE,
                                Environment.Retention.ALL));
        VariablePlace parent = VariablePlace.of(function.organization(), production.id());
        set(parent, "A", "parent", false, Seen.RUN);
        set(parent, "B", "parent", false, Seen.RUN);
        set(VariablePlace.of(function.organization(), staging.id()), "B", "child", false, Seen.RUN);
        // When
        ServiceVariables.View view =
                bench.seen.view(
                        ServiceVariables.Onlooker.of(function, staging.id(), staging.name()),
                        Seen.RUN,
                        Map.of());
        // Then
        assertThat(view.values(false)).isEqualTo(Map.of("A", "parent", "B", "child"));
        assertThat(view.variables())
                .extracting(one -> one.name() + " " + one.origin().text() + " " + hidden(one))
                .containsExactly(
                        "A environment production []",
                        "B environment staging [environment production]");
    }

    private static List<String> hidden(Effective one) {
        return one.hidden().stream().map(Origin::text).toList();
    }

    @Test
    void a_rollback_brings_back_the_variables_of_the_version() {
        // Given
        ServiceRecord function = bench.function();
        set(function, "MODE", "old", false);
        set(function, "TOKEN", "old secret", true);
        bench.deploy(function, "one");
        set(function, "MODE", "new", false);
        set(function, "TOKEN", "new secret", true);
        bench.deploy(function, "two");
        assertThat(running(function)).isEqualTo(Map.of("MODE", "new", "TOKEN", "new secret"));
        // When
        bench.services.rollBack(
                function.organization(),
                function.id(),
                bench.production(function).id(),
                Optional.empty());
        // Then
        assertThat(running(function)).isEqualTo(Map.of("MODE", "old", "TOKEN", "old secret"));
    }

    @Test
    void the_snapshot_on_disk_opens_with_the_key_alone() throws IOException {
        // Given
        ServiceRecord function = bench.function();
        set(function, "TOKEN", PLANTED, true);
        set(function, "MODE", PLANTED + "-plain", false);
        bench.deploy(function, "snapshot");
        bench.file.close();
        Path path = bench.folder.resolve("routes");
        byte[] key = new byte[Envelope.KEY_BYTES];
        key[0] = 1;
        // When
        var restored = new SnapshotFile(path, bench.envelope).read(Bench::artifact);
        var without = new SnapshotFile(path, new Envelope(key)).read(Bench::artifact);
        // Then
        assertThat(Files.readString(path)).doesNotContain(PLANTED);
        assertThat(restored)
                .singleElement()
                .satisfies(one ->
                        assertThat(one.versions().values())
                                .map(v -> ((GuestSpec) v).environment())
                                .containsExactly(
                                        Map.of("TOKEN", PLANTED, "MODE", PLANTED + "-plain")));
        assertThat(restored.toString()).doesNotContain(PLANTED);
        assertThat(without).isEmpty();
    }

    @Test
    void of_two_writers_who_saw_the_same_one_is_refused() {
        // Given
        ServiceRecord function = bench.function();
        set(function, "MODE", "one", false);
        var seen =
                new Variables.Wish(
                        new VariableName("MODE"),
                        "two",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(1L));
        bench.variables.change(place(function), Optional.empty(), List.of(seen), List.of());
        // When / Then
        assertThatThrownBy(() ->
                        bench.variables.change(
                                place(function), Optional.empty(), List.of(seen), List.of()))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.REVISION_CONFLICT));
    }
}
