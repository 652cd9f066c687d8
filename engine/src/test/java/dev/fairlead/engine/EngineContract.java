package dev.fairlead.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.engine.EngineFacts.Ability;
import dev.fairlead.engine.EngineFacts.Product;
import dev.fairlead.engine.containers.Waiting;
import dev.fairlead.engine.docker.DockerEngine;
import dev.fairlead.engine.events.Event;
import dev.fairlead.engine.events.Event.Action;
import dev.fairlead.engine.events.EventListener;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.engine.labels.Labelled;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.engine.streams.LogStream;
import dev.fairlead.testkit.waiting.Awaiting;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What every engine must do, whichever it is.
abstract class EngineContract extends NetworksContract {
    abstract Product product();

    @Test
    void an_engine_says_what_it_is() throws Exception {
        // When
        EngineFacts facts = engine().facts();
        // Then
        assertThat(facts.product()).isEqualTo(product());
        assertThat(facts.version()).matches("\\d+\\.\\d+.*");
        assertThat(facts.architecture()).isEqualTo("amd64");
        assertThat(facts.cgroups()).isBetween(1, 2);
        assertThat(facts.runtimes().names()).contains(facts.runtimes().standard());
        assertThat(facts.security()).contains("seccomp").doesNotContain("rootless");
        assertThat(facts.abilities())
                .contains(Ability.MEMORY_LIMIT, Ability.PROCESS_LIMIT, Ability.PAUSE)
                .doesNotContain(Ability.SWARM);
        engine().ping();
    }

    /// What was told, in order, with `relist` for that.
    private static final class Heard implements EventListener {
        private final List<Event> events = new CopyOnWriteArrayList<>();
        private final AtomicInteger lists = new AtomicInteger();

        @Override
        public void relist() {
            lists.incrementAndGet();
        }

        @Override
        public void happened(Event event) {
            events.add(event);
        }

        void awaitList(int number) {
            Awaiting.until("told to list", () -> lists.get() >= number);
        }

        List<Action> of(String container) {
            return events.stream()
                    .filter(event -> event.kind() == Kind.CONTAINER)
                    .filter(event -> event.id().equals(container))
                    .map(Event::action)
                    .filter(action -> action != Action.OTHER)
                    .toList();
        }
    }

    @Test
    void what_happens_is_told_to_who_listens_for_its_label() throws Exception {
        // Given
        var heard = new Heard();
        var others = new Heard();
        try (var _ = engine().listen(List.of(OURS + "=engine"), heard);
                var _ = engine().listen(List.of(OURS + "=other"), others)) {
            heard.awaitList(1);
            others.awaitList(1);
            // When
            String id = started(script("exit 3"));
            exitCode(id);
            engine().containers().remove(id);
            Awaiting.until("removed", () -> heard.of(id).contains(Action.REMOVED));
            // Then
            assertThat(heard.of(id))
                    .containsExactly(Action.CREATED, Action.STARTED, Action.DIED, Action.REMOVED);
            Event died =
                    heard.events.stream()
                            .filter(event -> event.action() == Action.DIED)
                            .findFirst()
                            .orElseThrow();
            assertThat(died.attributes())
                    .containsEntry("exitCode", "3")
                    .containsEntry(OURS, "engine");
            assertThat(others.events).isEmpty();
        }
    }

    @Test
    void who_listens_is_told_to_list_when_the_engine_comes_back() throws Exception {
        // Given
        var heard = new Heard();
        try (var _ = engine().listen(List.of(OURS), heard)) {
            heard.awaitList(1);
            daemon().crash();
            assertThatThrownBy(() -> engine().ping()).isInstanceOf(IOException.class);
            // When
            daemon().revive();
            heard.awaitList(2);
            String id = started(script("true"));
            // Then
            Awaiting.until("died", () -> heard.of(id).contains(Action.DIED));
        }
    }

    @Test
    void a_listener_that_throws_is_told_to_list_again() throws Exception {
        // Given
        var lists = new AtomicInteger();
        var listener =
                new EventListener() {
                    @Override
                    public void relist() {
                        lists.incrementAndGet();
                    }

                    @Override
                    public void happened(Event event) {
                        throw new IllegalStateException("lost my way");
                    }
                };
        try (var _ = engine().listen(List.of(OURS), listener)) {
            Awaiting.until("told to list", () -> lists.get() == 1);
            // When
            engine().containers().create(script("true"));
            // Then
            Awaiting.until("told again", () -> lists.get() >= 2);
        }
    }

    @Test
    void nobody_is_told_after_the_end() throws Exception {
        // Given
        var heard = new Heard();
        var own = new DockerEngine(new EngineAddress.Unix(daemon().socket()));
        own.listen(List.of(OURS), heard);
        heard.awaitList(1);
        // When
        own.close();
        engine().containers().create(script("true"));
        // Then
        assertThat(heard.events).isEmpty();
        assertThatThrownBy(own::ping).isInstanceOf(IOException.class);
    }

    @Test
    void who_waits_or_reads_is_told_when_the_engine_goes_away() throws Exception {
        // Given
        String id = ready(script("echo ready; sleep 1000"));
        try (Waiting end = engine().containers().await(id);
                LogStream log = engine().containers().logs(id, LogQuery.FOLLOW)) {
            assertThat(log.next().orElseThrow().text()).isEqualTo("ready");
            // When
            daemon().crash();
            // Then
            assertThatThrownBy(end::exitCode).isInstanceOf(IOException.class);
            assertThatThrownBy(log::next).isInstanceOf(IOException.class);
        } finally {
            daemon().revive();
        }
        assertThat(engine().containers().inspect(id).id()).isEqualTo(id);
    }

    @Test
    void all_that_carries_a_label_is_found_and_removed() throws Exception {
        // Given
        ready(script("echo ready; sleep 1000"));
        engine().volumes().create(LABELS);
        // When
        for (Kind kind : List.of(Kind.CONTAINER, Kind.VOLUME)) {
            List<Labelled> found = engine().labelled(kind, OURS + "=engine");
            assertThat(found).hasSize(1);
            assertThat(found.getFirst().labels()).isEqualTo(Map.of(OURS, "engine"));
            engine().remove(kind, found.getFirst().id());
            engine().remove(kind, found.getFirst().id());
            // Then
            assertThat(engine().labelled(kind, OURS)).isEmpty();
        }
    }
}
