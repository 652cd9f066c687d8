package dev.fairlead.engine.docker;

import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Mount;
import dev.fairlead.engine.containers.Networking;
import dev.fairlead.engine.containers.Program;
import dev.fairlead.engine.containers.Walls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A container's description in the words of the API. `filter` is the system call filter as the
/// engine wants it: Docker its text, Podman the path of a file.
record SpecJson(ContainerSpec spec, boolean podman, Optional<String> filter) {
    private static final double NANO = 1e9;

    Map<String, Object> json() {
        var all = new HashMap<String, Object>();
        program(all, spec.program());
        all.put("Labels", spec.labels());
        all.put("Healthcheck", Map.of("Test", List.of("NONE")));
        all.put("OpenStdin", spec.input());
        all.put("StdinOnce", spec.input());
        all.put("AttachStdin", spec.input());
        all.put("AttachStdout", true);
        all.put("AttachStderr", true);
        var host = host();
        network(all, host);
        all.put("HostConfig", host);
        return all;
    }

    private static void program(Map<String, Object> all, Program program) {
        all.put("Image", program.image());
        program.entrypoint().ifPresent(words -> all.put("Entrypoint", words));
        program.arguments().ifPresent(words -> all.put("Cmd", words));
        all.put("Env", environment(program.environment()));
        if (!program.user().isEmpty()) {
            all.put("User", program.user());
        }
        if (!program.folder().isEmpty()) {
            all.put("WorkingDir", program.folder());
        }
        Program.Ending ending = program.ending();
        if (!ending.signal().isEmpty()) {
            all.put("StopSignal", ending.signal());
        }
        all.put("StopTimeout", DockerContainers.seconds(ending.grace()));
    }

    static List<String> environment(Map<String, String> variables) {
        var all = new ArrayList<String>();
        new TreeMap<>(variables).forEach((name, value) -> all.add(name + "=" + value));
        return all;
    }

    private Map<String, Object> host() {
        var all = new HashMap<String, Object>();
        all.put("Init", spec.program().ending().init());
        all.put("IpcMode", "private");
        walls(all, spec.walls());
        all.put(
                "Mounts",
                spec.mounts().stream()
                        .filter(mount -> !(mount instanceof Mount.Temporary))
                        .map(SpecJson::mount)
                        .toList());
        var temporary = new HashMap<String, String>();
        for (Mount mount : spec.mounts()) {
            if (mount instanceof Mount.Temporary(var target, var bytes)) {
                temporary.put(target, "rw,exec,nosuid,nodev,mode=1777,size=" + bytes);
            }
        }
        all.put("Tmpfs", temporary);
        all.put("LogConfig", log());
        limits(all, spec.limits());
        all.put("ShmSize", spec.limits().sharedMemoryBytes());
        all.put(
                "Ulimits",
                new TreeMap<>(spec.limits().perProcess())
                        .entrySet().stream()
                                .map(limit -> ulimit(limit.getKey(), limit.getValue()))
                                .toList());
        return all;
    }

    private void walls(Map<String, Object> all, Walls walls) {
        all.put("CapDrop", List.of("ALL"));
        all.put("CapAdd", walls.capabilities().stream().sorted().toList());
        all.put("Privileged", false);
        all.put("ReadonlyRootfs", !walls.writableRoot());
        var options = new ArrayList<String>();
        if (!walls.mayGainPrivileges()) {
            options.add("no-new-privileges");
        }
        filter.ifPresent(each -> options.add("seccomp=" + each));
        if (podman && !walls.masked().isEmpty()) {
            options.add("mask=" + String.join(":", walls.masked()));
        }
        all.put("SecurityOpt", options);
        if (!podman && !walls.masked().isEmpty()) {
            all.put("MaskedPaths", walls.masked());
        }
        if (!podman && !walls.readOnly().isEmpty()) {
            all.put("ReadonlyPaths", walls.readOnly());
        }
        if (!podman && !walls.runtime().isEmpty()) {
            all.put("Runtime", walls.runtime());
        }
    }

    private Map<String, Object> log() {
        return switch (spec.output()) {
            case ContainerSpec.Output.Forgotten() -> Map.of("Type", "none");
            case ContainerSpec.Output.Kept(var bytes, var files) ->
                    podman
                            ? log("k8s-file", Map.of("max-size", Long.toString(bytes)))
                            : log(
                                    "json-file",
                                    Map.of(
                                            "max-size", Long.toString(bytes),
                                            "max-file", Integer.toString(files)));
        };
    }

    private static Map<String, Object> log(String driver, Map<String, String> options) {
        return Map.of("Type", driver, "Config", options);
    }

    /// Those that can be changed later, too.
    static void limits(Map<String, Object> all, Limits limits) {
        all.put("Memory", limits.memoryBytes());
        all.put("MemorySwap", limits.memoryBytes());
        all.put("NanoCpus", Math.round(limits.cpus() * NANO));
        if (limits.shares() > 0) {
            all.put("CpuShares", limits.shares());
        }
        all.put("PidsLimit", limits.processes());
    }

    private static Map<String, Object> ulimit(String name, long value) {
        return Map.of("Name", name, "Soft", value, "Hard", value);
    }

    private void network(Map<String, Object> all, Map<String, Object> host) {
        switch (spec.networking()) {
            case Networking.Apart(var hostname) -> {
                all.put("NetworkDisabled", true);
                host.put("NetworkMode", "none");
                named(all, hostname);
            }
            case Networking.Joined(var container) ->
                    host.put("NetworkMode", "container:" + container);
            case Networking.Attached attached -> {
                host.put("NetworkMode", attached.network());
                named(all, attached.hostname());
                all.put(
                        "NetworkingConfig",
                        Map.of(
                                "EndpointsConfig",
                                Map.of(attached.network(), Map.of("Aliases", attached.aliases()))));
                var exposed = new HashMap<String, Object>();
                var bound = new HashMap<String, Object>();
                for (int port : attached.ports()) {
                    exposed.put(port + "/tcp", Map.of());
                    bound.put(
                            port + "/tcp", List.of(Map.of("HostIp", "127.0.0.1", "HostPort", "")));
                }
                all.put("ExposedPorts", exposed);
                host.put("PortBindings", bound);
                host.put(
                        "ExtraHosts",
                        attached.hosts().entrySet().stream()
                                .map(each -> each.getKey() + ":" + each.getValue())
                                .sorted()
                                .toList());
            }
        }
    }

    private static void named(Map<String, Object> all, String hostname) {
        if (!hostname.isEmpty()) {
            all.put("Hostname", hostname);
        }
    }

    private static Map<String, Object> mount(Mount mount) {
        return switch (mount) {
            case Mount.Bind(var source, var target, var readOnly) ->
                    mount(
                            "bind",
                            source.toString(),
                            target,
                            readOnly,
                            Map.of(
                                    "BindOptions",
                                    Map.of("Propagation", "rprivate", "NonRecursive", true)));
            case Mount.Volume(var name, var target, var readOnly) ->
                    mount(
                            "volume",
                            name,
                            target,
                            readOnly,
                            Map.of("VolumeOptions", Map.of("NoCopy", true)));
            case Mount.Temporary _ -> throw new IllegalStateException("not one of these");
        };
    }

    private static Map<String, Object> mount(
            String type,
            String source,
            String target,
            boolean readOnly,
            Map<String, Object> options) {
        var all = new HashMap<>(options);
        all.put("Type", type);
        all.put("Source", source);
        all.put("Target", target);
        all.put("ReadOnly", readOnly);
        return all;
    }
}
