package dev.fairlead.model.stacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.stacks.StackDescription.StackNetwork;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Confinement;
import dev.fairlead.model.stacks.StackService.Dependency;
import dev.fairlead.model.stacks.StackService.Healthcheck;
import dev.fairlead.model.stacks.StackService.Program;
import dev.fairlead.model.stacks.StackService.Restart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

class StackDescriptionTest {
    private static final String ID = "sha256:" + "0a".repeat(32);

    private record Chance(Random random) {
        String text() {
            String from = "ab \t\n\r/=%+$*ü\u20ac\ud83d\ude00";
            int[] points = from.codePoints().toArray();
            var text = new StringBuilder();
            for (int i = random.nextInt(8); i > 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            return text.toString();
        }

        <T> List<T> some(Supplier<T> one) {
            var all = new ArrayList<T>();
            for (int i = random.nextInt(4); i > 0; i--) {
                all.add(one.get());
            }
            return all;
        }

        <T> Map<String, T> map(Supplier<T> one) {
            var all = new LinkedHashMap<String, T>();
            some(this::text).forEach(name -> all.put(name, one.get()));
            return all;
        }

        <T> Optional<T> maybe(Supplier<T> one) {
            return random.nextBoolean() ? Optional.of(one.get()) : Optional.empty();
        }

        Duration time() {
            return Duration.ofNanos(random.nextLong(1L << 50));
        }

        StackMount mount() {
            return switch (random.nextInt(4)) {
                case 0 -> new StackMount.Volume(text(), text(), random.nextBoolean());
                case 1 -> new StackMount.Scratch(text());
                case 2 -> new StackMount.Temporary(text(), random.nextLong());
                default ->
                        new StackMount.Content(
                                text(),
                                text(),
                                random.nextBoolean(),
                                random.nextInt(512),
                                random.nextBoolean());
            };
        }

        Program program() {
            return new Program(
                    ID,
                    text(),
                    maybe(() -> some(this::text)),
                    maybe(() -> some(this::text)),
                    map(this::text),
                    new HashSet<>(some(this::text)),
                    text(),
                    text(),
                    text(),
                    text(),
                    time());
        }

        Healthcheck health() {
            return new Healthcheck(
                    some(this::text), time(), time(), random.nextInt(), time(), time());
        }

        Dependency dependency() {
            Condition[] all = Condition.values();
            return new Dependency(
                    text(),
                    all[random.nextInt(all.length)],
                    random.nextBoolean(),
                    random.nextBoolean());
        }

        StackService service(String name) {
            Restart.Policy[] policies = Restart.Policy.values();
            return new StackService(
                    name,
                    program(),
                    maybe(this::health),
                    some(this::dependency),
                    map(() -> some(this::text)),
                    some(this::mount),
                    new Confinement(
                            random.nextBoolean(),
                            random.nextBoolean(),
                            some(this::text),
                            random.nextLong(),
                            random.nextDouble(),
                            random.nextInt(),
                            random.nextLong(),
                            random.nextLong()),
                    random.nextInt(),
                    new Restart(policies[random.nextInt(policies.length)], random.nextInt()));
        }

        StackDescription stack() {
            List<StackService> services = new ArrayList<>(some(() -> service(text())));
            services.add(service("web"));
            return new StackDescription(
                    "web",
                    1 + random.nextInt(65535),
                    services,
                    some(() -> new StackNetwork(text(), random.nextBoolean())),
                    some(this::text),
                    map(this::text));
        }
    }

    @Test
    void what_was_written_is_read_again() {
        for (int seed = 0; seed < 500; seed++) {
            // Given
            StackDescription stack = new Chance(new Random(seed)).stack();
            // When
            String text = stack.text();
            // Then
            assertThat(StackDescription.parse(text)).as("seed " + seed).isEqualTo(stack);
            assertThat(StackDescription.parse(text).text()).isEqualTo(text);
        }
    }

    @Test
    void the_order_of_variables_does_not_matter() {
        // Given
        var one = new LinkedHashMap<String, String>();
        for (int i = 0; i < 50; i++) {
            one.put("V" + i, "v");
        }
        var names = new ArrayList<>(one.keySet());
        Collections.reverse(names);
        var other = new LinkedHashMap<String, String>();
        names.forEach(name -> other.put(name, "v"));
        StackService web = new Chance(new Random(1)).service("web");

        // Then
        assertThat(new StackDescription("web", 80, List.of(web), List.of(), List.of(), one).text())
                .isEqualTo(
                        new StackDescription("web", 80, List.of(web), List.of(), List.of(), other)
                                .text());
    }

    @Test
    void a_text_that_lost_or_won_a_line_is_refused() {
        // Given
        List<String> lines = new Chance(new Random(7)).stack().text().lines().toList();
        // Then
        for (int i = 0; i < lines.size(); i++) {
            var less = new ArrayList<>(lines);
            less.remove(i);
            if (lines.get(i).matches(".*(entrypoint|command)\t0")) {
                continue; // an empty one less is the image's own
            }
            assertThatThrownBy(() -> StackDescription.parse(String.join("\n", less)))
                    .as(lines.get(i))
                    .isInstanceOf(InvalidValue.class);
        }
        var more = new ArrayList<>(lines);
        more.add("other\tx");
        assertThatThrownBy(() -> StackDescription.parse(String.join("\n", more)))
                .isInstanceOf(InvalidValue.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fairlead-image\t1\n",
                "fairlead-stack\t1\n",
                "fairlead-stack\t1\nentry\n",
                "fairlead-stack\t1\nentry\tweb\nport\tx\n",
                "fairlead-stack\t1\nentry\t%zz\n",
                "fairlead-stack\t1\nentry\ta\nentry\ta\n",
                "fairlead-stack\t1\nentry\ta\nport\t1\nservices\t-1\n",
                "fairlead-stack\t1\nentry\ta\nport\t1\nservices\t2147483647\n",
            })
    void what_is_something_else_is_refused(String text) {
        assertThatThrownBy(() -> StackDescription.parse(text)).isInstanceOf(InvalidValue.class);
    }

    @Test
    void an_entry_that_is_no_service_and_a_port_that_is_none_are_refused() {
        StackService web = new Chance(new Random(1)).service("web");
        assertThatThrownBy(() ->
                        new StackDescription(
                                "db", 80, List.of(web), List.of(), List.of(), Map.of()))
                .hasMessageContaining("no service");
        assertThatThrownBy(() ->
                        new StackDescription(
                                "web", 0, List.of(web), List.of(), List.of(), Map.of()))
                .hasMessageContaining("65535");
    }
}
