package dev.fairlead.model.stacks;

import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.stacks.StackDescription.StackNetwork;
import dev.fairlead.model.stacks.StackService.Condition;
import dev.fairlead.model.stacks.StackService.Confinement;
import dev.fairlead.model.stacks.StackService.Dependency;
import dev.fairlead.model.stacks.StackService.Healthcheck;
import dev.fairlead.model.stacks.StackService.Program;
import dev.fairlead.model.stacks.StackService.Restart;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Descriptions of stacks as texts.
final class Descriptions {
    private static final String HEAD = "fairlead-stack\t1";
    private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

    private Descriptions() {}

    static String text(StackDescription stack) {
        var fields = new Fields();
        fields.put("entry", stack.entry());
        fields.put("port", stack.port());
        fields.all("services", stack.services(), (at, one) -> put(fields, at + "/", one));
        fields.all(
                "networks",
                stack.networks(),
                (at, one) -> {
                    fields.put(at + "/name", one.name());
                    fields.put(at + "/internal", one.internal());
                });
        fields.texts("volumes", stack.volumes());
        fields.map("defaults", stack.defaults(), fields::put);
        return HEAD + "\n" + fields.lines();
    }

    private static void put(Fields fields, String at, StackService service) {
        fields.put(at + "name", service.name());
        put(fields, at + "program/", service.program());
        service.health().ifPresent(health -> put(fields, at + "health/", health));
        fields.all(
                at + "dependencies",
                service.dependencies(),
                (to, one) -> {
                    fields.put(to + "/service", one.service());
                    fields.put(to + "/condition", one.condition());
                    fields.put(to + "/restart", one.restart());
                    fields.put(to + "/required", one.required());
                });
        fields.map(at + "networks", service.networks(), fields::texts);
        fields.all(at + "mounts", service.mounts(), (to, one) -> put(fields, to + "/", one));
        put(fields, at + "confinement/", service.confinement());
        fields.put(at + "replicas", service.replicas());
        fields.put(at + "restart", service.restart().policy());
        fields.put(at + "restarts", service.restart().most());
    }

    private static void put(Fields fields, String at, Program program) {
        fields.put(at + "image", program.image());
        fields.put(at + "reference", program.reference());
        program.entrypoint().ifPresent(words -> fields.texts(at + "entrypoint", words));
        program.command().ifPresent(words -> fields.texts(at + "command", words));
        fields.map(at + "environment", program.environment(), fields::put);
        fields.texts(at + "passed", new TreeSet<>(program.passed()));
        fields.put(at + "user", program.user());
        fields.put(at + "folder", program.folder());
        fields.put(at + "hostname", program.hostname());
        fields.put(at + "stopSignal", program.stopSignal());
        fields.put(at + "stopGrace", program.stopGrace().toNanos());
    }

    private static void put(Fields fields, String at, Healthcheck health) {
        fields.texts(at + "command", health.command());
        fields.put(at + "interval", health.interval().toNanos());
        fields.put(at + "timeout", health.timeout().toNanos());
        fields.put(at + "retries", health.retries());
        fields.put(at + "startPeriod", health.startPeriod().toNanos());
        fields.put(at + "startInterval", health.startInterval().toNanos());
    }

    private static void put(Fields fields, String at, StackMount mount) {
        fields.put(at + "target", mount.target());
        switch (mount) {
            case StackMount.Volume volume -> {
                fields.put(at + "kind", "volume");
                fields.put(at + "volume", volume.volume());
                fields.put(at + "readOnly", volume.readOnly());
            }
            case StackMount.Scratch _ -> fields.put(at + "kind", "scratch");
            case StackMount.Temporary temporary -> {
                fields.put(at + "kind", "temporary");
                fields.put(at + "bytes", temporary.bytes());
            }
            case StackMount.Content content -> {
                fields.put(at + "kind", "content");
                fields.put(at + "content", content.content());
                fields.put(at + "binary", content.binary());
                fields.put(at + "mode", content.mode());
                fields.put(at + "secret", content.secret());
            }
        }
    }

    private static void put(Fields fields, String at, Confinement walls) {
        fields.put(at + "readOnly", walls.readOnly());
        fields.put(at + "init", walls.init());
        fields.texts(at + "capabilities", walls.capabilities());
        fields.put(at + "memoryBytes", walls.memoryBytes());
        fields.put(at + "processors", walls.processors());
        fields.put(at + "processes", walls.processes());
        fields.put(at + "sharedMemoryBytes", walls.sharedMemoryBytes());
        fields.put(at + "openFiles", walls.openFiles());
    }

    static StackDescription parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEAD)) {
            throw new InvalidValue("description", "is of no stack");
        }
        Fields fields = Fields.of(lines.subList(1, lines.size()));
        var stack =
                new StackDescription(
                        fields.text("entry"),
                        fields.integer("port"),
                        fields.all("services", at -> service(fields, at + "/")),
                        fields.all(
                                "networks",
                                at ->
                                        new StackNetwork(
                                                fields.text(at + "/name"),
                                                fields.truth(at + "/internal"))),
                        fields.texts("volumes"),
                        fields.map("defaults", fields::text));
        fields.end();
        return stack;
    }

    private static StackService service(Fields fields, String at) {
        return new StackService(
                fields.text(at + "name"),
                program(fields, at + "program/"),
                fields.has(at + "health/command")
                        ? Optional.of(health(fields, at + "health/"))
                        : Optional.empty(),
                fields.all(at + "dependencies", to -> dependency(fields, to + "/")),
                fields.map(at + "networks", fields::texts),
                fields.all(at + "mounts", to -> mount(fields, to + "/")),
                confinement(fields, at + "confinement/"),
                fields.integer(at + "replicas"),
                new Restart(
                        fields.word(at + "restart", Restart.Policy.class),
                        fields.integer(at + "restarts")));
    }

    private static Program program(Fields fields, String at) {
        String image = fields.text(at + "image");
        if (!ID.matcher(image).matches()) {
            throw new InvalidValue("image", "is no image's id");
        }
        return new Program(
                image,
                fields.text(at + "reference"),
                fields.words(at + "entrypoint"),
                fields.words(at + "command"),
                fields.map(at + "environment", fields::text),
                new HashSet<>(fields.texts(at + "passed")),
                fields.text(at + "user"),
                fields.text(at + "folder"),
                fields.text(at + "hostname"),
                fields.text(at + "stopSignal"),
                fields.time(at + "stopGrace"));
    }

    private static Healthcheck health(Fields fields, String at) {
        return new Healthcheck(
                fields.texts(at + "command"),
                fields.time(at + "interval"),
                fields.time(at + "timeout"),
                fields.integer(at + "retries"),
                fields.time(at + "startPeriod"),
                fields.time(at + "startInterval"));
    }

    private static Dependency dependency(Fields fields, String at) {
        return new Dependency(
                fields.text(at + "service"),
                fields.word(at + "condition", Condition.class),
                fields.truth(at + "restart"),
                fields.truth(at + "required"));
    }

    private static StackMount mount(Fields fields, String at) {
        String target = fields.text(at + "target");
        return switch (fields.text(at + "kind")) {
            case "volume" ->
                    new StackMount.Volume(
                            fields.text(at + "volume"), target, fields.truth(at + "readOnly"));
            case "scratch" -> new StackMount.Scratch(target);
            case "temporary" -> new StackMount.Temporary(target, fields.number(at + "bytes"));
            case "content" ->
                    new StackMount.Content(
                            target,
                            fields.text(at + "content"),
                            fields.truth(at + "binary"),
                            fields.integer(at + "mode"),
                            fields.truth(at + "secret"));
            default -> throw Fields.damaged();
        };
    }

    private static Confinement confinement(Fields fields, String at) {
        return new Confinement(
                fields.truth(at + "readOnly"),
                fields.truth(at + "init"),
                fields.texts(at + "capabilities"),
                fields.number(at + "memoryBytes"),
                fields.fraction(at + "processors"),
                fields.integer(at + "processes"),
                fields.number(at + "sharedMemoryBytes"),
                fields.number(at + "openFiles"));
    }
}
