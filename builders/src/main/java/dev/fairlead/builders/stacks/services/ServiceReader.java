package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.compose.PortText;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Dependency;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One service of a compose file.
final class ServiceReader {
    private static final String DEFAULT = "default";
    private static final int MOST_PORTS = 100;

    private final Part service;
    private final String name;
    private final Folder folder;
    private final Resources resources;

    ServiceReader(String name, Part service, Folder folder, Resources resources) {
        this.name = name;
        this.service = service;
        this.folder = folder;
        this.resources = resources;
    }

    Planned read() throws IOException {
        Keys.SERVICE.check(service);
        var made =
                new StackService(
                        name,
                        ProgramReader.program(service, folder),
                        ProgramReader.health(service),
                        dependencies(),
                        networks(),
                        new MountReader(service, folder, resources).all(),
                        ConfinementReader.confinement(service),
                        ConfinementReader.replicas(service),
                        ProgramReader.restart(service));
        List<Integer> ports = ports("ports");
        if (!ports.isEmpty()) {
            service.remark(
                    "ports",
                    "nothing is published on the server's machine; the gateway answers, and"
                            + " asks the entry");
        }
        return new Planned(
                service,
                made,
                ProgramReader.image(service, folder),
                ConfinementReader.capabilities(service, "cap_add"),
                ConfinementReader.capabilities(service, "cap_drop"),
                ports,
                ports("expose"));
    }

    private List<Dependency> dependencies() {
        var all = new TreeMap<String, Dependency>();
        Optional<Part> said = service.get("depends_on");
        if (said.isPresent() && said.get().isMapping()) {
            said.get().entries().forEach((on, part) -> all.put(on, dependency(on, part)));
        } else {
            for (String on : said.map(Part::texts).orElse(List.of())) {
                all.put(on, new Dependency(on, Condition.STARTED, false, true));
            }
        }
        for (Part link : service.get("links").map(Part::items).orElse(List.of())) {
            String text = link.text().orElse("");
            int colon = text.indexOf(':');
            if (colon >= 0 && !text.substring(colon + 1).equals(text.substring(0, colon))) {
                link.refuse("a link cannot have another name; use aliases in networks:");
            }
            String on = colon < 0 ? text : text.substring(0, colon);
            all.putIfAbsent(on, new Dependency(on, Condition.STARTED, false, true));
        }
        return new ArrayList<>(all.values());
    }

    private static Dependency dependency(String on, Part part) {
        Condition condition =
                switch (part.text("condition").orElse("service_started")) {
                    case "service_started" -> Condition.STARTED;
                    case "service_healthy" -> Condition.HEALTHY;
                    case "service_completed_successfully" -> Condition.COMPLETED;
                    default -> {
                        part.refuse(
                                "condition",
                                "use service_started, service_healthy or"
                                        + " service_completed_successfully");
                        yield Condition.STARTED;
                    }
                };
        return new Dependency(
                on,
                condition,
                part.truth("restart"),
                part.get("required").map(Part::truth).orElse(true));
    }

    private Map<String, List<String>> networks() {
        Optional<Part> said = service.get("networks");
        Optional<String> mode = service.text("network_mode");
        if (mode.isPresent()) {
            if (said.isPresent()) {
                service.refuse("network_mode", "say this or networks");
            }
            mode(mode.get());
            return Map.of();
        }
        var all = new LinkedHashMap<String, List<String>>();
        if (said.isPresent() && said.get().isMapping()) {
            said.get()
                    .entries()
                    .forEach((network, part) -> {
                        Keys.JOINED.check(part);
                        all.put(network, part.get("aliases").map(Part::texts).orElse(List.of()));
                    });
        } else {
            said.map(Part::texts).orElse(List.of()).forEach(one -> all.put(one, List.of()));
        }
        if (all.isEmpty()) {
            all.put(DEFAULT, List.of());
        }
        all.keySet()
                .forEach(one -> {
                    if (!one.equals(DEFAULT) && !resources.networks().containsKey(one)) {
                        service.refuse(
                                "networks",
                                "the network " + one + " is not in networks: at the top");
                    }
                });
        return all;
    }

    private void mode(String mode) {
        if (mode.equals("host")) {
            service.refuse(
                    "network_mode",
                    "host is the network of the server's machine; use networks, and"
                            + " names of services");
        } else if (!mode.equals("none")) {
            service.refuse(
                    "network_mode", "services have networks of their own; use networks, or none");
        }
    }

    private List<Integer> ports(String key) {
        var ports = new ArrayList<Integer>();
        for (Part part : service.get(key).map(Part::items).orElse(List.of())) {
            Optional<PortText> port =
                    PortText.parse(
                            part.isMapping()
                                    ? part.text("target").orElse("")
                                            + "/"
                                            + part.text("protocol").orElse("tcp")
                                    : part.text().orElse(""));
            if (port.isEmpty()) {
                part.refuse("use a port such as 80 or 8080:80");
            } else if (!port.get().protocol().equals("tcp")) {
                part.remark("is ignored: the gateway speaks HTTP alone");
            } else if (port.get().last() - port.get().first() >= MOST_PORTS) {
                part.refuse("has more than " + MOST_PORTS + " ports");
            } else {
                for (int i = port.get().first(); i <= port.get().last(); i++) {
                    ports.add(i);
                }
            }
        }
        return ports.stream().distinct().toList();
    }
}
