package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.model.stacks.StackService.Confinement;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What a service may do and take, and how many there are of it.
final class ConfinementReader {
    static final Set<String> ALLOWED =
            Set.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "SETGID",
                    "SETUID",
                    "SETPCAP",
                    "KILL",
                    "NET_BIND_SERVICE");
    private static final String HOST = "host-gateway";
    private static final int MOST_REPLICAS = 20;

    private ConfinementReader() {}

    static Confinement confinement(Part service) {
        refusals(service);
        Optional<Part> deploy = service.get("deploy");
        deploy.ifPresent(Keys.DEPLOY::check);
        Optional<Part> resources = deploy.flatMap(part -> part.get("resources"));
        Optional<Part> limits = resources.flatMap(part -> part.get("limits"));
        resources
                .flatMap(part -> part.get("reservations"))
                .ifPresent(part -> {
                    part.get("devices").ifPresent(d -> d.refuse("there are no devices"));
                    part.get("generic_resources").ifPresent(d -> d.refuse("there are no devices"));
                    part.remark("is ignored: there are limits alone");
                });
        return new Confinement(
                service.truth("read_only"),
                service.truth("init"),
                List.of(),
                one(service, "mem_limit", limits, "memory", Amounts::bytes).orElse(0L),
                one(service, "cpus", limits, "cpus", Amounts::fraction).orElse(0.0),
                Math.max(
                        0,
                        one(
                                        service,
                                        "pids_limit",
                                        limits,
                                        "pids",
                                        part -> Amounts.integer(part, -1, 100_000))
                                .orElse(0)),
                service.get("shm_size").flatMap(Amounts::bytes).orElse(0L),
                openFiles(service));
    }

    /// Of a limit that can be said in two places; both have to say the same.
    private static <T> Optional<T> one(
            Part service,
            String key,
            Optional<Part> limits,
            String other,
            Function<Part, Optional<T>> read) {
        Optional<T> one = service.get(key).flatMap(read);
        Optional<T> two = limits.flatMap(part -> part.get(other)).flatMap(read);
        if (one.isPresent() && two.isPresent() && !one.equals(two)) {
            service.refuse(key + ": " + other + " of deploy says something else");
        }
        return one.or(() -> two);
    }

    private static long openFiles(Part service) {
        Optional<Part> all = service.get("ulimits");
        all.map(Part::entries)
                .ifPresent(entries ->
                        entries.forEach((name, part) -> {
                            if (!name.equals("nofile")) {
                                part.refuse("is not supported yet; there is nofile alone");
                            }
                        }));
        return all.flatMap(part -> part.get("nofile"))
                .flatMap(part -> part.isMapping() ? part.get("hard") : Optional.of(part))
                .flatMap(part -> Amounts.integer(part, 1, 1 << 20))
                .orElse(0);
    }

    private static void refusals(Part service) {
        service.get("privileged")
                .filter(Part::truth)
                .ifPresent(part ->
                        part.refuse(
                                "would make it root of the server's machine; say what it needs by"
                                        + " cap_add, or run it elsewhere"));
        service.get("ipc")
                .ifPresent(part ->
                        part.text()
                                .ifPresent(mode -> {
                                    if (!mode.equals("private")) {
                                        part.refuse(
                                                "services of stacks are kept apart; there is"
                                                        + " private alone");
                                    }
                                }));
        for (Part option : service.get("security_opt").map(Part::items).orElse(List.of())) {
            if (!option.text().orElse("").matches("no-new-privileges([:=]true)?")) {
                option.refuse("there is no-new-privileges alone, and it always holds");
            }
        }
        service.get("extra_hosts")
                .ifPresent(part -> {
                    boolean host =
                            part.isMapping()
                                    ? part.pairs().values().stream()
                                            .anyMatch(ConfinementReader::isHost)
                                    : part.texts().stream().anyMatch(text -> text.contains(HOST));
                    part.refuse(
                            host
                                    ? "host-gateway is the server's machine, which stacks do not"
                                            + " reach; give the program a URL by a variable"
                                    : "is not supported yet; give the program the address by a"
                                            + " variable");
                });
        service.get("platform")
                .flatMap(Part::text)
                .ifPresent(platform -> {
                    if (!platform.matches("linux(/" + machine() + "(/.*)?)?")) {
                        service.remark(
                                "platform "
                                        + platform
                                        + " is not that of the server, linux/"
                                        + machine()
                                        + "; the server's is taken");
                    }
                });
    }

    private static boolean isHost(Optional<Part> part) {
        return part.flatMap(Part::text).filter(HOST::equals).isPresent();
    }

    private static String machine() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case String other -> other;
        };
    }

    /// Those of cap_add or cap_drop, without `CAP_`.
    static Set<String> capabilities(Part service, String key) {
        var names = new TreeSet<String>();
        for (Part item : service.get(key).map(Part::items).orElse(List.of())) {
            String text = item.text().orElse("").toUpperCase(Locale.ROOT);
            String name = text.startsWith("CAP_") ? text.substring(4) : text;
            if (key.equals("cap_add") && !ALLOWED.contains(name)) {
                item.refuse(
                        name
                                + " is not given; there are "
                                + String.join(", ", new TreeSet<>(ALLOWED)));
            }
            names.add(name);
        }
        return names;
    }

    static int replicas(Part service) {
        Optional<Part> deploy = service.get("deploy");
        deploy.flatMap(part -> part.get("mode"))
                .ifPresent(mode ->
                        mode.text()
                                .ifPresent(word -> {
                                    if (!word.equals("replicated") && !word.equals("global")) {
                                        mode.refuse(word + " is not supported yet; use replicated");
                                    }
                                }));
        return one(
                        service,
                        "scale",
                        deploy,
                        "replicas",
                        part -> {
                            if (part.text().orElse("").equals("0")) {
                                part.refuse("use profiles for what is not to be started");
                                return Optional.empty();
                            }
                            return Amounts.integer(part, 1, MOST_REPLICAS);
                        })
                .orElse(1);
    }
}
