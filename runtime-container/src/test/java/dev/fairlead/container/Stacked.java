package dev.fairlead.container;

import dev.fairlead.model.stacks.Interpolation;
import dev.fairlead.model.stacks.StackDescription;
import dev.fairlead.model.stacks.StackDescription.StackNetwork;
import dev.fairlead.model.stacks.StackMount;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Confinement;
import dev.fairlead.model.stacks.StackService.Dependency;
import dev.fairlead.model.stacks.StackService.Healthcheck;
import dev.fairlead.model.stacks.StackService.Program;
import dev.fairlead.model.stacks.StackService.Restart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A service of a stack that is written step by step: a shell script in the test's image.
final class Stacked {
    static final String DEFAULT = "default";

    private final String name;
    private final String image;
    private final String script;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<Dependency> after = new ArrayList<>();
    private final List<StackMount> mounts = new ArrayList<>();
    private List<String> networks = List.of(DEFAULT);
    private Optional<Healthcheck> health = Optional.empty();
    private Restart restart = new Restart(Restart.Policy.ON_FAILURE, 0);
    private int replicas = 1;

    Stacked(String name, String image, String script) {
        this.name = name;
        this.image = image;
        this.script = script;
    }

    Stacked with(String variable, String template) {
        environment.put(variable, template);
        return this;
    }

    Stacked after(String other, Condition condition) {
        after.add(new Dependency(other, condition, false, true));
        return this;
    }

    Stacked keeping(String volume, String target) {
        mounts.add(new StackMount.Volume(volume, target, false));
        return this;
    }

    Stacked reading(StackMount mount) {
        mounts.add(mount);
        return this;
    }

    Stacked in(String... all) {
        networks = List.of(all);
        return this;
    }

    Stacked well(String... command) {
        health =
                Optional.of(
                        new Healthcheck(
                                List.of(command),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(5),
                                3,
                                Duration.ofSeconds(5),
                                Duration.ofMillis(100)));
        return this;
    }

    Stacked restarting(Restart.Policy policy) {
        restart = new Restart(policy, 0);
        return this;
    }

    Stacked times(int count) {
        replicas = count;
        return this;
    }

    private StackService service() {
        var in = new LinkedHashMap<String, List<String>>();
        networks.forEach(network -> in.put(network, List.of()));
        return new StackService(
                name,
                new Program(
                        image,
                        "test/tiny:1",
                        Optional.empty(),
                        Optional.of(List.of("/bin/sh", "-c", Interpolation.quote(script))),
                        environment,
                        Set.of(),
                        "0:0",
                        "",
                        "",
                        "",
                        Duration.ofSeconds(1)),
                health,
                after,
                in,
                mounts,
                new Confinement(false, true, List.of(), 0, 0, 0, 0, 0),
                replicas,
                restart);
    }

    /// A stack of these, in this order, that answers by `web`.
    static StackDescription stack(Stacked... services) {
        List<StackService> all = Stream.of(services).map(Stacked::service).toList();
        List<StackNetwork> networks =
                all.stream()
                        .flatMap(one -> one.networks().keySet().stream())
                        .distinct()
                        .sorted()
                        .map(one -> new StackNetwork(one, false))
                        .toList();
        List<String> volumes =
                all.stream()
                        .flatMap(one -> one.mounts().stream())
                        .filter(StackMount.Volume.class::isInstance)
                        .map(one -> ((StackMount.Volume) one).volume())
                        .distinct()
                        .toList();
        return new StackDescription("web", 8080, all, networks, volumes, Map.of("SIZE", "small"));
    }
}
