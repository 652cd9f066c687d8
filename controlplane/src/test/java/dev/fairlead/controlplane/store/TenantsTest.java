package dev.fairlead.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.controlplane.store.services.ServiceStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ServiceSettings;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tenants see their own rows, nobody sees a row by forgetting to say who asks, and the runtime's
/// login can change no schema.
class TenantsTest {
    private static final Database DATABASE = TestPostgres.migrated();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final ProjectStore PROJECTS = new ProjectStore(DATABASE, CLOCK);
    private static final ServiceStore FUNCTIONS = new ServiceStore(DATABASE, CLOCK);
    private static final OrganizationId OURS = TestPostgres.organization(DATABASE, "ours");
    private static final OrganizationId THEIRS = TestPostgres.organization(DATABASE, "theirs");

    @BeforeAll
    static void fill() {
        var project = PROJECTS.create(OURS, new ProjectName("shop"));
        FUNCTIONS.create(project, new ServiceName("hello"), ServiceSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static List<String> ask(String sql) throws SQLException {
        try (var connection = DATABASE.dedicated();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
            return found;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"organizations", "projects", "services"})
    void a_query_that_names_no_organization_sees_no_rows(String table) throws SQLException {
        // When
        List<String> seen = ask("select id from " + table);
        // Then
        assertThat(seen).isEmpty();
    }

    @Test
    void another_organizations_rows_are_not_there() {
        // Given
        var function =
                FUNCTIONS
                        .list(OURS, Optional.empty(), Optional.empty(), Optional.empty(), 10)
                        .items()
                        .getFirst();
        // When
        var found = FUNCTIONS.find(THEIRS, function.id());
        // Then
        assertThat(found).isEmpty();
        assertThat(FUNCTIONS.delete(THEIRS, function.id())).isFalse();
        assertThat(PROJECTS.find(THEIRS, new ProjectName("shop"))).isEmpty();
        assertThat(FUNCTIONS.find(OURS, function.id())).contains(function);
    }

    @Test
    void a_row_in_anothers_name_is_refused() {
        // When
        assertThatThrownBy(() ->
                        DATABASE.inTenant(
                                THEIRS,
                                handle ->
                                        handle.execute(
                                                "insert into projects values"
                                                        + " (gen_random_uuid(), ?, 'x',"
                                                        + " now())",
                                                OURS.value())))
                // Then
                .hasMessageContaining("row-level security");
    }

    @Test
    void every_table_that_names_an_organization_has_a_policy() throws SQLException {
        // When
        List<String> open =
                ask(
                        """
                        select c.relname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
                        where c.relkind in ('r', 'p') and not c.relispartition
                          and c.relnamespace = 'public'::regnamespace
                          and not (c.relrowsecurity
                                   and exists (select from pg_policy p where p.polrelid = c.oid))\
                        """);
        // Then
        assertThat(open).isEmpty();
    }

    @Test
    void the_runtimes_login_owns_nothing() throws SQLException {
        // When
        List<String> owned =
                ask(
                        "select relname from pg_class where relowner ="
                                + " 'fairlead_runtime'::regrole");
        // Then
        assertThat(owned).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table mine (id int)",
                "alter table services add column mine int",
                "alter table services disable row level security",
                "drop policy tenant on services",
                "drop table executions_rest",
                "select * from executions_rest",
                "create role mine",
                "truncate services"
            })
    void the_runtimes_login_is_refused(String sql) {
        // When
        assertThatThrownBy(
                        () -> {
                            try (var connection = DATABASE.dedicated();
                                    var statement = connection.createStatement()) {
                                statement.execute(sql);
                            }
                        })
                // Then
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void a_name_is_taken_once_in_a_project() {
        // Given
        var project = PROJECTS.find(OURS, new ProjectName("shop")).orElseThrow();
        // When
        assertThatThrownBy(() ->
                        FUNCTIONS.create(
                                project, new ServiceName("hello"), ServiceSettings.DEFAULT))
                // Then
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    }

    @Test
    void a_change_of_what_changed_in_the_meantime_is_refused() {
        // Given
        var project = PROJECTS.find(OURS, new ProjectName("shop")).orElseThrow();
        var seen = FUNCTIONS.create(project, new ServiceName("edited"), ServiceSettings.DEFAULT);
        FUNCTIONS.update(seen, ServiceSettings.DEFAULT.withSamples(true));
        // When
        assertThatThrownBy(() -> FUNCTIONS.update(seen, ServiceSettings.DEFAULT))
                // Then
                .isInstanceOfSatisfying(
                        Rejected.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.REVISION_CONFLICT));
    }

    @Test
    void a_project_name_is_an_address_and_belongs_to_one_organization() {
        // When
        assertThatThrownBy(() -> PROJECTS.create(THEIRS, new ProjectName("shop")))
                // Then
                .isInstanceOfSatisfying(
                        Rejected.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NAME_TAKEN));
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        // Given
        var project = PROJECTS.create(OURS, new ProjectName("many"));
        var wanted = new ArrayList<String>();
        for (int i = 0; i < 7; i++) {
            FUNCTIONS.create(project, new ServiceName("f" + i), ServiceSettings.DEFAULT);
            wanted.addFirst("f" + i);
        }
        var seen = new ArrayList<String>();
        Optional<Cursor> at = Optional.empty();
        // When
        do {
            var page =
                    FUNCTIONS.list(
                            OURS, Optional.of("many"), Optional.empty(), at.map(Cursor::last), 3);
            page.items().forEach(f -> seen.add(f.name().text()));
            at = page.next();
        } while (at.isPresent());
        // Then
        assertThat(seen).containsExactlyInAnyOrderElementsOf(wanted);
    }
}
