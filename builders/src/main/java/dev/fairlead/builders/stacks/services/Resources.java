package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.yaml.Part;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The networks, volumes, configs and secrets of a stack: for each network whether it is internal.
record Resources(
        Map<String, Boolean> networks,
        Set<String> volumes,
        Map<String, Part> configs,
        Map<String, Part> secrets) {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    static Resources of(Part root) {
        var networks = new LinkedHashMap<String, Boolean>();
        named(root, "networks").forEach((name, part) -> networks.put(name, network(part)));
        Map<String, Part> volumes = named(root, "volumes");
        volumes.values().forEach(Resources::volume);
        Map<String, Part> configs = named(root, "configs");
        configs.values().forEach(part -> content(part, "configs"));
        Map<String, Part> secrets = named(root, "secrets");
        secrets.values().forEach(part -> content(part, "secrets"));
        return new Resources(networks, Set.copyOf(volumes.keySet()), configs, secrets);
    }

    private static Map<String, Part> named(Part root, String kind) {
        var parts = new LinkedHashMap<String, Part>();
        root.get(kind)
                .map(Part::entries)
                .orElse(Map.of())
                .forEach((name, part) -> {
                    if (name.startsWith("x-")) {
                        return;
                    }
                    if (!name.matches(NAME)) {
                        part.refuse("names have at most 63 of A-Z, a-z, 0-9, '_', '.' and '-'");
                    }
                    parts.put(name, part);
                });
        return parts;
    }

    private static boolean external(Part part) {
        return part.get("external").map(said -> said.isMapping() || said.truth()).orElse(false);
    }

    private static boolean network(Part part) {
        Keys.NETWORK.check(part);
        if (external(part)) {
            part.refuse(
                    "external: networks of others are not reached; services of one environment"
                            + " find each other through the gateway");
        }
        driver(part, Set.of("bridge", "default"));
        return part.truth("internal");
    }

    private static void volume(Part part) {
        Keys.VOLUME.check(part);
        if (external(part)) {
            part.refuse("external: volumes of others are not reached; have the stack make its own");
        }
        driver(part, Set.of("local"));
    }

    private static void driver(Part part, Set<String> allowed) {
        part.get("driver")
                .ifPresent(driver -> {
                    Optional<String> name = driver.text();
                    if (name.isPresent() && !allowed.contains(name.get())) {
                        driver.refuse("the driver is the server's own; leave the key out");
                    }
                });
        part.get("driver_opts")
                .filter(options -> !options.entries().isEmpty())
                .ifPresent(o ->
                        o.refuse(
                                "options of drivers reach the server's machine; leave the key"
                                        + " out"));
    }

    private static void content(Part part, String kind) {
        Keys.CONTENT.check(part);
        if (external(part)) {
            part.refuse(
                    "external: "
                            + kind
                            + " of others are not reached; set a variable and name it by"
                            + " environment:");
            return;
        }
        long said =
                Set.of("file", "environment", "content").stream()
                        .filter(key -> part.get(key).isPresent())
                        .count();
        if (said != 1) {
            part.refuse("say one of file, environment and content");
        }
    }
}
