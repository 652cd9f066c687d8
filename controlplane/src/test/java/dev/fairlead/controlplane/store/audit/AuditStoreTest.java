package dev.fairlead.controlplane.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/// The chain shows what somebody with the owner's login did to it; the runtime's login can do
/// nothing to it but add.
@Tag("slow")
class AuditStoreTest {
    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization = TestPostgres.organization(database, "audited");
    private final ProjectStore projects = new ProjectStore(database, Clock.systemUTC());
    private final AuditStore store = new AuditStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    private void fill() {
        for (int i = 0; i < 5; i++) {
            projects.create(organization, new ProjectName("p" + i));
        }
    }

    @Test
    void a_chain_that_nobody_touched_is_whole() {
        // Given
        fill();
        // When
        AuditStore.Verdict verdict = store.verify(Optional.of(organization));
        // Then
        // five projects, and the organization itself
        assertThat(verdict).isEqualTo(new AuditStore.Verdict(6, OptionalLong.empty(), 0));
        assertThat(store.verify(Optional.empty()))
                .isEqualTo(new AuditStore.Verdict(0, OptionalLong.empty(), 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3; update audit_events set actor = 'somebody else' where sequence = 3",
                "3; update audit_events set after = null where sequence = 3",
                "3; update audit_events set at = at - interval '1 s' where sequence = 3",
                "4; delete from audit_events where sequence = 3",
                "2; delete from audit_events where sequence = 1",
                "6; delete from audit_events where sequence = 6",
                "6; delete from audit_events"
            })
    void what_was_done_to_it_shows(long broken, String change) throws SQLException {
        // Given
        fill();
        try (var owner = database.owner();
                var statement = owner.createStatement()) {
            // When
            statement.execute(change);
        }
        // Then
        assertThat(store.verify(Optional.of(organization)).firstBroken()).hasValue(broken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_events set actor = 'me'",
                "delete from audit_events",
                "truncate audit_events",
                "update audit_heads set hash = ''",
                "select * from audit_heads",
                "alter table audit_events disable trigger audit_append"
            })
    void the_runtimes_login_can_only_add(String sql) {
        // Given
        fill();
        // When
        assertThatThrownBy(() -> database.inInstallation(handle -> handle.execute(sql)))
                // Then
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void what_is_added_with_a_hash_of_its_own_gets_the_right_one() {
        // When
        database.inTenant(
                organization,
                handle ->
                        handle.execute(
                                """
                                insert into audit_events (chain, sequence, organization_id, at,
                                    actor, actor_name, via, address, request_id, operation, action,
                                    target_kind, target, code, previous_hash, hash)
                                values (gen_random_uuid(), 4711, ?, 'epoch', 'x', 'x', 'x', 'x',
                                    'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x')\
                                """,
                                organization.value()));
        // Then
        assertThat(store.verify(Optional.of(organization)))
                .isEqualTo(new AuditStore.Verdict(2, OptionalLong.empty(), 0));
    }

    @Test
    void many_who_change_at_once_make_one_chain() throws Exception {
        // Given
        var changes =
                IntStream.range(0, 40)
                        .<Callable<Object>>mapToObj(
                                i -> () -> projects.create(organization, new ProjectName("q" + i)))
                        .toList();
        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(changes)) {
                done.get();
            }
        }
        // Then
        assertThat(store.verify(Optional.of(organization)))
                .isEqualTo(new AuditStore.Verdict(41, OptionalLong.empty(), 0));
    }
}
