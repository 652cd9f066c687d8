package dev.fairlead.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A container's description in the words of the API.
final class SpecJson {
    private static final double NANO = 1e9;
    // An eighth of what others have, as far as they ask.
    private static final int SHARES = 128;

    private SpecJson() {}

    static Map<String, Object> of(ContainerSpec spec) {
        var all = new HashMap<String, Object>();
        all.put("Image", spec.image());
        all.put("Entrypoint", spec.command());
        all.put("User", spec.user() + ":" + spec.user());
        all.put("WorkingDir", spec.folder());
        all.put("Hostname", "step");
        all.put("Labels", spec.labels());
        all.put("OpenStdin", true);
        all.put("StdinOnce", true);
        all.put("AttachStdin", true);
        all.put("AttachStdout", true);
        all.put("AttachStderr", true);
        all.put("NetworkDisabled", true);
        all.put("HostConfig", host(spec));
        return all;
    }

    private static Map<String, Object> host(ContainerSpec spec) {
        var all = new HashMap<String, Object>();
        all.put("Init", true);
        all.put("NetworkMode", "none");
        all.put("IpcMode", "private");
        all.put("CapDrop", List.of("ALL"));
        all.put("SecurityOpt", List.of("no-new-privileges", "seccomp=" + spec.walls().filter()));
        all.put("ReadonlyRootfs", true);
        all.put("MaskedPaths", spec.walls().masked());
        all.put("ReadonlyPaths", spec.walls().readOnly());
        all.put("Mounts", spec.mounts().stream().map(SpecJson::mount).toList());
        var temporary = new HashMap<String, String>();
        spec.temporary()
                .forEach((place, bytes) ->
                        temporary.put(place, "rw,exec,nosuid,nodev,mode=1777,size=" + bytes));
        all.put("Tmpfs", temporary);
        all.put("LogConfig", Map.of("Type", "none"));
        limits(all, spec.limits());
        return all;
    }

    private static void limits(Map<String, Object> all, ContainerSpec.Limits limits) {
        all.put("Memory", limits.memoryBytes());
        all.put("MemorySwap", limits.memoryBytes());
        all.put("NanoCpus", Math.round(limits.cpus() * NANO));
        all.put("CpuShares", SHARES);
        all.put("PidsLimit", limits.processes());
        all.put("ShmSize", limits.sharedMemoryBytes());
        all.put(
                "Ulimits",
                limits.perProcess().entrySet().stream()
                        .map(limit -> ulimit(limit.getKey(), limit.getValue()))
                        .toList());
    }

    private static Map<String, Object> ulimit(String name, long value) {
        return Map.of("Name", name, "Soft", value, "Hard", value);
    }

    private static Map<String, Object> mount(ContainerSpec.Mount mount) {
        return switch (mount) {
            case ContainerSpec.Mount.Bind(var source, var target, var readOnly) ->
                    Map.of(
                            "Type",
                            "bind",
                            "Source",
                            source.toString(),
                            "Target",
                            target,
                            "ReadOnly",
                            readOnly,
                            "BindOptions",
                            Map.of("Propagation", "rprivate", "NonRecursive", true));
            case ContainerSpec.Mount.Volume(var name, var target) ->
                    Map.of(
                            "Type",
                            "volume",
                            "Source",
                            name,
                            "Target",
                            target,
                            "VolumeOptions",
                            Map.of("NoCopy", true));
        };
    }
}
