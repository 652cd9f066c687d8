package dev.fairlead.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// One command to run apart. `command` is a program's path inside and its arguments. `work` is a
/// directory of this step's own: writable, seen as `/work`, where the command starts and finds its
/// home. `readable` are further files and folders, by where they are seen inside. `environment` is
/// all of it. `secrets` are files below `/run/secrets`, by name, held in memory alone; their values
/// are masked in what `StepRun` hands on. `hosts` are `name:port` of servers that may be reached;
/// where empty, there is no network.
public record Step(
        List<String> command,
        Path work,
        Map<String, Path> readable,
        Map<String, String> environment,
        Map<String, String> secrets,
        Set<String> hosts,
        StepLimits limits) {
    public static final String WORK = "/work";
    public static final String SECRETS = "/run/secrets/";

    private static final Pattern SECRET_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
    private static final int LONGEST_SECRET = 60_000;
    private static final int MOST_SECRETS = 200;

    public Step {
        command = List.copyOf(command);
        readable = Map.copyOf(readable);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
        hosts = Set.copyOf(hosts);
        if (command.isEmpty() || !work.isAbsolute()) {
            throw new IllegalArgumentException("a step has a command and an absolute folder");
        }
        readable.keySet().forEach(Step::requireElsewhere);
        environment.forEach((name, value) -> require(VARIABLE_NAME, name, value));
        secrets.forEach((name, value) -> require(SECRET_NAME, name, value));
        if (secrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("more than " + MOST_SECRETS + " secrets");
        }
    }

    /// What is shown must not hide, or lie in, what the step itself may write.
    private static void requireElsewhere(String inside) {
        Path path = Path.of(inside);
        boolean plain = path.isAbsolute() && path.equals(path.normalize());
        if (!plain || path.startsWith(WORK) || Path.of(WORK).startsWith(path)) {
            throw new IllegalArgumentException("cannot be shown to a step: " + inside);
        }
    }

    private static void require(Pattern shape, String name, String value) {
        if (!shape.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        if (value.indexOf('\0') >= 0
                || value.getBytes(StandardCharsets.UTF_8).length > LONGEST_SECRET) {
            throw new IllegalArgumentException(name + " is longer than 60000 bytes or has a zero");
        }
    }

    /// A step with neither secrets nor a network.
    public static Step of(List<String> command, Path work, StepLimits limits) {
        return new Step(command, work, Map.of(), Map.of(), Map.of(), Set.of(), limits);
    }

    public Step reading(Map<String, Path> more) {
        return new Step(command, work, more, environment, secrets, hosts, limits);
    }

    public Step with(Map<String, String> variables, Map<String, String> files) {
        return new Step(command, work, readable, variables, files, hosts, limits);
    }

    public Step reaching(Set<String> servers) {
        return new Step(command, work, readable, environment, secrets, servers, limits);
    }

    /// Secrets never reach a log.
    @Override
    public String toString() {
        return "Step" + command;
    }
}
