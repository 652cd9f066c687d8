package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.stacks.Interpolation;
import dev.fairlead.model.stacks.StackDescription;
import dev.fairlead.model.stacks.StackMount;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Condition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a version of a stack is made of, with the variables of its environment.
record Plan(StackDescription stack, Map<String, String> variables) {
    /// Throws `StartFailed` where the description cannot be read.
    static Plan of(AppSpec app) throws StartFailed {
        try {
            return new Plan(
                    StackDescription.parse(Files.readString(app.program().artifact())),
                    app.program().environment());
        } catch (IOException | InvalidValue e) {
            throw new StartFailed(
                    ErrorCode.IMAGE_UNAVAILABLE,
                    "The description of the stack is gone or damaged; deploy again.",
                    e);
        }
    }

    StackService entry() throws StartFailed {
        return stack.services().stream()
                .filter(one -> one.name().equals(stack.entry()))
                .findFirst()
                .orElseThrow(() ->
                        new StartFailed(
                                ErrorCode.IMAGE_UNAVAILABLE,
                                "The description of the stack is damaged; deploy again."));
    }

    /// All but the entry, in the order of their start.
    List<StackService> others() {
        return stack.services().stream().filter(one -> !one.name().equals(stack.entry())).toList();
    }

    /// Whether what it wrote outlives its version: it may write a volume, so that there cannot be
    /// two of it.
    static boolean keeps(StackService service) {
        return service.mounts().stream()
                .anyMatch(mount -> mount instanceof StackMount.Volume volume && !volume.readOnly());
    }

    /// Whether others wait until it has ended.
    boolean job(StackService service) {
        return stack.services().stream()
                .flatMap(one -> one.dependencies().stream())
                .anyMatch(need ->
                        need.service().equals(service.name())
                                && need.condition() == Condition.COMPLETED);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .or(() -> Optional.ofNullable(stack.defaults().get(name)));
    }

    /// Throws `StartFailed` where a variable is missing that has to be there; `where` says where.
    String resolved(String template, String where) throws StartFailed {
        try {
            return Interpolation.resolve(template, this::variable);
        } catch (InvalidValue e) {
            throw new StartFailed(
                    ErrorCode.START_FAILED,
                    where + ": " + e.what() + ": " + e.rule() + "; set it by fairlead env set.");
        }
    }

    List<String> resolved(List<String> templates, String where) throws StartFailed {
        var words = new ArrayList<String>();
        for (String template : templates) {
            words.add(resolved(template, where));
        }
        return words;
    }

    /// The environment of a service, by name.
    Map<String, String> environment(StackService service) throws StartFailed {
        var environment = new HashMap<String, String>();
        for (String name : service.program().passed()) {
            variable(name).ifPresent(value -> environment.put(name, value));
        }
        for (var one : service.program().environment().entrySet()) {
            String where = service.name() + ": environment " + one.getKey();
            environment.put(one.getKey(), resolved(one.getValue(), where));
        }
        return environment;
    }

    /// The same with its healthcheck as it is run.
    StackService checked(StackService service) throws StartFailed {
        if (service.health().isEmpty()) {
            return service;
        }
        StackService.Healthcheck how = service.health().get();
        var resolved =
                new StackService.Healthcheck(
                        resolved(how.command(), service.name() + ": healthcheck"),
                        how.interval(),
                        how.timeout(),
                        how.retries(),
                        how.startPeriod(),
                        how.startInterval());
        return new StackService(
                service.name(),
                service.program(),
                Optional.of(resolved),
                service.dependencies(),
                service.networks(),
                service.mounts(),
                service.confinement(),
                service.replicas(),
                service.restart());
    }

    /// What is in a file that is given to it.
    byte[] content(StackService service, StackMount.Content file) throws StartFailed {
        return file.binary()
                ? Base64.getDecoder().decode(file.content())
                : resolved(file.content(), service.name() + ": " + file.target())
                        .getBytes(StandardCharsets.UTF_8);
    }

    /// Stands for all that a service is: what is the same runs the same.
    String fingerprint(StackService service) throws StartFailed {
        var alone =
                new StackDescription(
                        service.name(), 1, List.of(service), List.of(), List.of(), Map.of());
        var text = new StringBuilder(alone.text());
        text.append(new TreeMap<>(environment(service)));
        for (List<String> words : program(service)) {
            text.append(resolved(words, service.name()));
        }
        for (StackMount mount : service.mounts()) {
            if (mount instanceof StackMount.Content file) {
                text.append(ContentHash.of(content(service, file)).hex());
            }
        }
        return ContentHash.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static List<List<String>> program(StackService service) {
        return Stream.of(service.program().entrypoint(), service.program().command())
                .flatMap(Optional::stream)
                .toList();
    }
}
