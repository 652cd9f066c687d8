package dev.fairlead.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.days.DayPartitions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/// The schema that all migrations make is the one in `schema.sql`, and no other passes.
/// `-Dgolden.update=true` writes it anew.
class SchemaTest {
    private static final Path GOLDEN = Path.of("src/test/resources/schema.sql");

    private static String dump(Database database) throws SQLException {
        try (var owner = database.owner()) {
            return SchemaDump.of(owner);
        }
    }

    @Test
    void all_migrations_make_the_schema_that_is_written_down() throws SQLException, IOException {
        // Given
        try (Database database = TestPostgres.migrated()) {
            DayPartitions.ofExecutions(database, Clock.systemUTC()).prepare();
            // When
            String schema = dump(database);
            // Then
            if (Boolean.getBoolean("golden.update")) {
                Files.writeString(GOLDEN, schema);
            }
            assertThat(schema).isEqualTo(Files.readString(GOLDEN));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table services add column extra int",
                "alter table services alter column name drop not null",
                "drop index deployments_newest",
                "create index more on services (name)",
                "alter table keys disable row level security",
                "drop policy tenant on keys",
                "grant truncate on keys to fairlead_runtime",
                "alter table aliases drop constraint aliases_pkey",
                "create or replace function visible(organization uuid) returns boolean"
                        + " language sql stable return true"
            })
    void a_schema_altered_by_hand_is_another(String change) throws SQLException, IOException {
        // Given
        try (Database database = TestPostgres.migrated();
                var owner = database.owner();
                var statement = owner.createStatement()) {
            // When
            statement.execute(change);
            // Then
            assertThat(dump(database)).isNotEqualTo(Files.readString(GOLDEN));
        }
    }

    @Test
    void a_second_migration_changes_nothing() throws SQLException {
        // Given
        try (Database database = TestPostgres.migrated()) {
            String before = dump(database);
            // When
            database.migrate();
            // Then
            assertThat(dump(database)).isEqualTo(before);
            assertThat(database.answers()).isTrue();
        }
    }
}
