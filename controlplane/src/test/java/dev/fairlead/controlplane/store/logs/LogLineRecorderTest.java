package dev.fairlead.controlplane.store.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.controlplane.store.Database;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.TestPostgres;
import dev.fairlead.controlplane.store.copying.ConnectionSource;
import dev.fairlead.controlplane.store.days.DayPartitions;
import dev.fairlead.controlplane.store.days.DayPartitions.Retention;
import dev.fairlead.controlplane.store.projects.ProjectStore;
import dev.fairlead.dataplane.apps.LineSink.Reached;
import dev.fairlead.dataplane.apps.PrintedLine;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// What instances print is kept in its order and found again, whatever the database does.
@Tag("slow")
@Timeout(60)
class LogLineRecorderTest {
    private static final Database DATABASE = TestPostgres.migrated();
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Instant AT = Instant.parse("2026-03-04T05:06:07.890123Z");
    private static final OrganizationId ORGANIZATION =
            new ProjectStore(DATABASE, CLOCK).firstOrganization();
    private static final LogLineStore STORE = new LogLineStore(DATABASE);

    private final ServiceId service = ServiceId.next(CLOCK);

    @BeforeAll
    static void days() {
        DayPartitions.ofLogLines(DATABASE, Clock.fixed(AT, ZoneOffset.UTC)).prepare();
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private PrintedLine line(int version, String instance, Instant at, String text) {
        return new PrintedLine(ORGANIZATION, service, version, "", instance, false, at, text);
    }

    private void keep(ConnectionSource source, List<PrintedLine> lines)
            throws InterruptedException {
        try (var recorder = new LogLineRecorder(source, CLOCK)) {
            recorder.start();
            for (PrintedLine one : lines) {
                recorder.keep(one);
            }
        }
    }

    private List<String> found(LogFilter filter) {
        return STORE.newest(ORGANIZATION, service, filter, Optional.empty(), 100).items().stream()
                .map(one -> one.line().text())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "runtime"})
    void a_line_is_found_as_it_was(String login) throws InterruptedException {
        // Given
        ConnectionSource source = login.equals("owner") ? DATABASE::owner : DATABASE::dedicated;
        var line =
                new PrintedLine(
                        ORGANIZATION, service, 7, "db", "a1", true, AT, "tab\t back\\ \r é\0 end");
        // When
        keep(source, List.of(line));
        // Then
        List<StoredLine> found =
                STORE.newest(ORGANIZATION, service, LogFilter.ALL, Optional.empty(), 10).items();
        assertThat(found)
                .extracting(StoredLine::line)
                .containsExactly(
                        new PrintedLine(
                                ORGANIZATION,
                                service,
                                7,
                                "db",
                                "a1",
                                true,
                                AT,
                                "tab\t back\\ \r é\ufffd end"));
    }

    @Test
    void lines_stay_in_the_order_in_which_they_came() throws InterruptedException {
        // Given
        List<PrintedLine> many =
                IntStream.range(0, 10_000).mapToObj(i -> line(1, "a", AT, "line " + i)).toList();
        // When
        keep(DATABASE::owner, many);
        // Then
        UUID last = new UUID(0, 0);
        int next = 0;
        for (List<StoredLine> some = after(last); !some.isEmpty(); some = after(last)) {
            for (StoredLine one : some) {
                assertThat(one.line().text()).isEqualTo("line " + next++);
            }
            last = some.getLast().id();
        }
        assertThat(next).isEqualTo(10_000);
    }

    private List<StoredLine> after(UUID last) {
        return STORE.after(ORGANIZATION, service, last, 999);
    }

    @Test
    void pages_go_on_where_they_ended() throws InterruptedException {
        // Given
        keep(
                DATABASE::owner,
                IntStream.range(0, 5).mapToObj(i -> line(1, "a", AT, "" + i)).toList());
        // When
        Page<StoredLine> first =
                STORE.newest(ORGANIZATION, service, LogFilter.ALL, Optional.empty(), 3);
        Page<StoredLine> second =
                STORE.newest(
                        ORGANIZATION,
                        service,
                        LogFilter.ALL,
                        Optional.of(first.items().getLast().id()),
                        3);
        // Then
        assertThat(first.items())
                .extracting(one -> one.line().text())
                .containsExactly("4", "3", "2");
        assertThat(second.items()).extracting(one -> one.line().text()).containsExactly("1", "0");
    }

    @Test
    void a_filter_takes_what_it_says() throws InterruptedException {
        // Given
        keep(
                DATABASE::owner,
                List.of(
                        line(1, "a", AT, "Order 100% done"),
                        line(2, "b", AT.plusSeconds(1), "order_failed"),
                        line(2, "c", AT.plusSeconds(2), "nothing")));
        // When
        var byVersion =
                new LogFilter(Optional.of(2), Optional.empty(), Optional.empty(), Optional.empty());
        var byInstance =
                new LogFilter(
                        Optional.empty(), Optional.of("c"), Optional.empty(), Optional.empty());
        var bySince =
                new LogFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(AT.plusSeconds(1)),
                        Optional.empty());
        var byText =
                new LogFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("ORDER"));
        var bySign =
                new LogFilter(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("0% "));
        // Then
        assertThat(found(byVersion)).containsExactly("nothing", "order_failed");
        assertThat(found(byInstance)).containsExactly("nothing");
        assertThat(found(bySince)).containsExactly("nothing", "order_failed");
        assertThat(found(byText)).containsExactly("order_failed", "Order 100% done");
        assertThat(found(bySign)).containsExactly("Order 100% done");
        for (LogFilter each : List.of(byVersion, byInstance, bySince, byText, bySign)) {
            assertThat(after(new UUID(0, 0)).reversed())
                    .filteredOn(one -> each.takes(one.line()))
                    .extracting(one -> one.line().text())
                    .isEqualTo(found(each));
        }
    }

    @Test
    void other_organizations_see_nothing() throws InterruptedException {
        // Given
        keep(DATABASE::owner, List.of(line(1, "a", AT, "ours")));
        // When
        Page<StoredLine> found =
                STORE.newest(
                        OrganizationId.next(CLOCK), service, LogFilter.ALL, Optional.empty(), 10);
        // Then
        assertThat(found.items()).isEmpty();
    }

    @Test
    void how_far_an_instance_came_is_known() throws InterruptedException {
        // Given
        String instance = service.toString();
        keep(
                DATABASE::owner,
                List.of(
                        line(1, instance, AT, "one"),
                        line(1, instance, AT.plusNanos(1000), "two"),
                        line(1, instance, AT.plusNanos(1000), "three")));
        try (var recorder = new LogLineRecorder(DATABASE::owner, CLOCK)) {
            // When
            Reached reached = recorder.reached(instance);
            // Then
            assertThat(reached).isEqualTo(new Reached(AT.plusNanos(1000), 2));
            assertThat(recorder.reached("nobody")).isEqualTo(Reached.NOTHING);
        }
    }

    @Test
    void lines_wait_while_the_database_is_away() throws InterruptedException {
        // Given
        var up = new AtomicBoolean();
        var asked = new AtomicBoolean();
        ConnectionSource source =
                () -> {
                    if (!up.get()) {
                        asked.set(true);
                        throw new SQLException("away", "08001");
                    }
                    return DATABASE.owner();
                };
        try (var recorder = new LogLineRecorder(source, CLOCK)) {
            recorder.start();
            // When
            recorder.keep(line(1, "a", AT, "kept"));
            while (!asked.get()) {
                Thread.onSpinWait();
            }
            up.set(true);
        }
        // Then
        assertThat(found(LogFilter.ALL)).containsExactly("kept");
    }

    @Test
    void old_days_go_whole() throws InterruptedException {
        // Given
        Instant later = AT.plus(Duration.ofDays(30));
        DayPartitions days = DayPartitions.ofLogLines(DATABASE, Clock.fixed(later, ZoneOffset.UTC));
        days.prepare();
        Instant old = AT.plus(Duration.ofDays(1));
        keep(DATABASE::owner, List.of(line(1, "a", old, "old"), line(1, "a", later, "new")));
        // When
        List<String> dropped = days.retain(new Retention(29, 1_000_000));
        // Then
        assertThat(dropped).contains("log_lines_20260303").doesNotContain("log_lines_20260305");
        List<String> more = days.retain(new Retention(28, 1_000_000));
        assertThat(more).contains("log_lines_20260305");
        assertThat(found(LogFilter.ALL)).containsExactly("new");
    }
}
