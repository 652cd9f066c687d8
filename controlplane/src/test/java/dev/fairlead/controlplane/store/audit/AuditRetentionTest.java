package dev.fairlead.controlplane.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.model.ids.AuditStreamId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Old events go from the beginning, the chain says so, and what is left can be verified.
@Tag("slow")
class AuditRetentionTest {
    private static final Clock NOW = Clock.systemUTC();
    private static final Clock LATER = Clock.offset(NOW, Duration.ofDays(100));

    private final Database database = TestPostgres.migrated();
    private final OrganizationId organization = TestPostgres.organization(database, "audited");
    private final ProjectStore projects = new ProjectStore(database, NOW);
    private final AuditStore store = new AuditStore(database);
    private final AuditStreamStore streams = new AuditStreamStore(database, NOW);
    private int made;

    @AfterEach
    void close() {
        database.close();
    }

    /// An event each; the organization itself was the first.
    private void fill(int events) {
        for (int i = 0; i < events; i++) {
            projects.create(organization, new ProjectName("p" + made++));
        }
    }

    private AuditRetention retention(int days, Clock clock) {
        return new AuditRetention(database, Optional.of(days), clock);
    }

    private AuditStore.Verdict verify() {
        return store.verify(Optional.of(organization));
    }

    private List<AuditEvent> events() {
        return store.after(Optional.of(organization), 0, 100);
    }

    @Test
    void nothing_goes_unless_somebody_says_so() {
        // Given
        fill(5);
        // When
        var taken = new AuditRetention(database, Optional.empty(), LATER).apply();
        // Then
        assertThat(taken).isEmpty();
        assertThat(verify()).isEqualTo(new AuditStore.Verdict(6, OptionalLong.empty(), 0));
    }

    @Test
    void what_is_older_goes_and_the_log_says_how_far_and_stays_whole() {
        // Given
        fill(5);
        String last = events().getLast().hash();
        // When
        var taken = retention(30, LATER).apply();
        // Then
        assertThat(taken).containsEntry(organization.value(), 6L);
        assertThat(verify()).isEqualTo(new AuditStore.Verdict(1, OptionalLong.empty(), 6));
        AuditEvent sign = events().getFirst();
        assertThat(sign.sequence()).isEqualTo(7);
        assertThat(sign.action()).isEqualTo("trimmed");
        assertThat(sign.after().orElseThrow())
                .contains("\"through\": 6", "\"events\": 6", "\"hash\": \"" + last + "\"");
        fill(3);
        assertThat(verify()).isEqualTo(new AuditStore.Verdict(4, OptionalLong.empty(), 6));
    }

    @Test
    void what_is_not_that_old_stays() {
        // Given
        fill(5);
        // When
        var taken = retention(200, LATER).apply();
        // Then
        assertThat(taken).isEmpty();
        assertThat(events()).hasSize(6);
    }

    @Test
    void signs_alone_are_not_taken_for_the_next_sign() {
        // Given
        fill(2);
        retention(30, LATER).apply();
        Clock muchLater = Clock.offset(NOW, Duration.ofDays(1000));
        // When
        var taken = retention(30, muchLater).apply();
        // Then
        assertThat(taken).isEmpty();
        fill(1);
        assertThat(retention(30, muchLater).apply()).containsEntry(organization.value(), 2L);
        assertThat(verify()).isEqualTo(new AuditStore.Verdict(1, OptionalLong.empty(), 5));
    }

    @Test
    void an_organization_keeps_it_shorter_and_not_longer_than_the_installation() {
        // Given
        fill(2);
        AuditRetention wide = retention(200, LATER);
        wide.set(organization, Optional.of(40));
        // When
        var taken = wide.apply();
        wide.set(organization, Optional.of(3000));
        // Then
        assertThat(taken).containsKey(organization.value());
        assertThat(retention(30, LATER).apply()).containsKey(organization.value());
        assertThat(wide.days(organization)).contains(3000);
    }

    @Test
    void what_a_stream_has_still_to_send_stays() {
        // Given
        fill(3);
        var whose = Optional.of(organization);
        var id = AuditStreamId.next(NOW);
        streams.create(
                whose,
                new AuditStreamStore.Draft(
                        id,
                        "siem",
                        AuditStream.Kind.WEBHOOK,
                        "https://siem.example.org",
                        Optional.empty(),
                        true),
                10);
        streams.delivered(id, 0, 2);
        // When
        var taken = retention(30, LATER).apply();
        // Then
        assertThat(taken).containsEntry(organization.value(), 2L);
        assertThat(events().getFirst().sequence()).isEqualTo(3);
        streams.delete(whose, id);
        assertThat(retention(30, LATER).apply()).containsKey(organization.value());
        assertThat(verify().firstBroken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from audit_events where sequence = 7",
                "delete from audit_events where sequence = 8",
                "delete from audit_events where action = 'trimmed'",
                "update audit_events set after = null where action = 'trimmed'",
                "update audit_events set actor = 'me' where sequence = 8",
                "update audit_heads set trimmed_hash = hash",
                "update audit_heads set trimmed_to = trimmed_to + 1",
                "update audit_heads set trimmed_to = trimmed_to + 1, trimmed_hash ="
                        + " (select hash from audit_events where sequence = 7);"
                        + " delete from audit_events where sequence = 7"
            })
    void what_somebody_else_takes_shows(String change) throws SQLException {
        // Given
        fill(5);
        retention(30, LATER).apply();
        fill(3);
        assertThat(verify().firstBroken()).isEmpty();
        try (var owner = database.owner();
                var statement = owner.createStatement()) {
            // When
            statement.execute(change);
        }
        // Then
        assertThat(verify().firstBroken()).isPresent();
    }

    @Test
    void the_runtimes_login_takes_nothing() {
        // Given
        fill(1);
        // When
        assertThatThrownBy(() ->
                        database.inInstallation(handle ->
                                handle.execute(
                                        "select audit_trim(?, now() + interval '1 day', 10)",
                                        organization.value())))
                // Then
                .rootCause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
}
