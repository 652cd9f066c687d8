package dev.fairlead.controlplane.control.variables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.control.Bench;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.VariableName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Map;

@Tag("slow")
@Timeout(60)
class VariablesTest {
    private static final String PLANTED = "planted-secret-7c1f";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void set(ServiceRecord function, String name, String value, boolean secret) {
        bench.variables.set(
                bench.organization, function.id(), new VariableName(name), value, secret);
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
        assertThat(bench.variables.list(bench.organization, function.id()))
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
        assertThat(envelope.sealed(sealed)).isTrue();
        assertThat(other.sealed(sealed)).isFalse();
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
        assertThat(bench.variables.plain(bench.organization, function.id()))
                .isEqualTo(Map.of("MODE", "slow"));
        assertThat(bench.variables.secrets(bench.organization, function.id())).isEmpty();
        assertThat(new VariableStore(bench.database, Bench.CLOCK).anySealed()).isEmpty();
        bench.variables.remove(bench.organization, function.id(), new VariableName("MODE"));
        assertThat(bench.variables.list(bench.organization, function.id())).isEmpty();
        assertThatThrownBy(() ->
                        bench.variables.remove(
                                bench.organization, function.id(), new VariableName("MODE")))
                .isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "PATH", "HOME", "LANG", "A=B", "Ä"})
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
}
