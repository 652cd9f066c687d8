package dev.fairlead.controlplane.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.control.routes.SnapshotFile;
import dev.fairlead.dataplane.router.RoutedService;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.functions.Access;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.ServiceSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is published: from the store whole or one by one, and from disk without the store.
class RoutesTest {
    private static final ServiceSettings CHANGED =
            ServiceSettings.DEFAULT
                    .withSamples(true)
                    .with(PasswordUsers.of(Map.of("ann", "$argon2id$a", "bob", "$argon2id$b")))
                    .with(Access.PASSWORD)
                    .with(Optional.of(RateLimit.parse("7/3m,burst=2,per=function")));

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private List<RoutedService> kept() {
        bench.file.close();
        return new SnapshotFile(bench.folder.resolve("routes"), bench.envelope)
                .read(Bench::artifact);
    }

    @Test
    void what_was_published_last_is_read_back_from_disk() {
        // Given
        bench.deploy(bench.function(), "one");
        bench.deploy(bench.function(), "two");
        // When
        List<RoutedService> kept = kept();
        // Then
        assertThat(kept).containsExactlyInAnyOrderElementsOf(bench.plane.table().services());
    }

    @Test
    void a_reload_says_what_single_changes_said() {
        // Given
        var first = bench.function();
        bench.deploy(first, "one");
        bench.deploy(first, "two");
        bench.deploy(bench.function(), "three");
        bench.function();
        List<RoutedService> before = bench.plane.table().services();
        // When
        int count = bench.routes.reload();
        // Then
        assertThat(count).isEqualTo(2);
        assertThat(bench.plane.table().services()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void a_change_of_settings_is_published_and_kept() throws IOException {
        // Given
        var function = bench.function();
        bench.deploy(function, "one");
        // When
        bench.services.update(
                bench.services.get(bench.organization, function.id()), CHANGED, "somebody");
        // Then
        assertThat(bench.plane.service(function.id()).orElseThrow().settings()).isEqualTo(CHANGED);
        assertThat(kept()).extracting(RoutedService::settings).containsExactly(CHANGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 64, 65, 200})
    void a_file_that_is_not_whole_is_left_aside(int bytes) throws IOException {
        // Given
        bench.deploy(bench.function(), "one");
        kept();
        Path file = bench.folder.resolve("routes");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
        // When
        List<RoutedService> kept = kept();
        // Then
        assertThat(kept).isEmpty();
    }

    @Test
    void a_file_that_was_changed_is_left_aside() throws IOException {
        // Given
        bench.deploy(bench.function(), "one");
        kept();
        Path file = bench.folder.resolve("routes");
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("hello", "hullo"));
        // When
        List<RoutedService> kept = kept();
        // Then
        assertThat(kept).isEmpty();
    }

    @Test
    void ten_thousand_functions_are_read_in_one_go() {
        // Given
        fill(10_000);
        assertThat(bench.routes.reload()).isEqualTo(10_000);
        // When
        long began = System.nanoTime();
        int count = bench.routes.reload();
        // Then
        System.out.println(
                "10000 functions were read in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        assertThat(count).isEqualTo(10_000);
        assertThat(kept()).hasSize(10_000);
    }

    @Test
    void one_change_among_ten_thousand_is_soon_published() {
        // Given
        fill(10_000);
        bench.routes.reload();
        var function = bench.function();
        bench.deploy(function, "one");
        bench.deploy(function, "two");
        // When
        long began = System.nanoTime();
        bench.routes.refresh(function.id());
        // Then
        System.out.println(
                "one change was published in " + (System.nanoTime() - began) / 1000 + " us");
        assertThat(bench.plane.table().services()).hasSize(10_001);
    }

    private void fill(int count) {
        try (var owner = bench.database.owner();
                var statement = owner.createStatement()) {
            statement.execute(
                    """
                    -- no audit of what no caller did
                    set session_replication_role = replica;
                    insert into projects select gen_random_uuid(), id, 'bulk', now() from organizations;
                    insert into environments (id, organization_id, project_id, name, created_at, updated_at)
                    select p.id, p.organization_id, p.id, 'production', now(), now() from projects p
                    where p.name = 'bulk';
                    insert into services
                    select uuidv7(), p.organization_id, p.id, 'f' || n, 'javascript', 1000, 1048576, 8, 8,
                           1000, 1000, 1000, false, 1, now(), now()
                    from projects p, generate_series(1, %d) n where p.name = 'bulk';
                    insert into versions
                    select f.organization_id, f.id, 1, f.id, 'javascript', 'script',
                           encode(sha256(f.name::bytea), 'hex'), encode(sha256(f.name::bytea), 'hex'), now(), p.id,
                           '{"limits":[1000,1048576,8,8,1000,1000,1000]}'
                    from services f join projects p on p.id = f.project_id where p.name = 'bulk';
                    insert into aliases
                    select v.organization_id, v.service_id, 'live', 1, null, v.deployment_id, 1, v.environment_id
                    from versions v join services f on f.id = v.service_id
                    join projects p on p.id = f.project_id where p.name = 'bulk';
                    analyze services, versions, aliases\
                    """
                            .formatted(count));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
