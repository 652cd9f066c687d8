package dev.fairlead.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    public Step {
        command = List.copyOf(command);
        readable = Map.copyOf(readable);
        environment = Map.copyOf(environment);
        secrets = Map.copyOf(secrets);
        hosts = Set.copyOf(hosts);
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
