package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.volumes.Volume;
import dev.fairlead.engine.volumes.Volumes;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Volumes by Docker's API.
record DockerVolumes(Api api) implements Volumes {
    private static final long BLOCK = 4096;

    @Override
    public String create(Map<String, String> labels) throws IOException {
        return Json.text(api.post("/volumes/create", Map.of("Labels", labels)), "Name");
    }

    @Override
    public String createInMemory(long bytes, Map<String, String> labels) throws IOException {
        // Podman takes a size for a quota of its disk; the kernel takes blocks as well.
        String size = api.podman() ? "nr_blocks=" + Math.ceilDiv(bytes, BLOCK) : "size=" + bytes;
        Map<String, String> options =
                Map.of(
                        "type", "tmpfs",
                        "device", "tmpfs",
                        "o", "mode=0755,nosuid,nodev,noexec," + size);
        var all = Map.of("Labels", labels, "DriverOpts", options);
        return Json.text(api.post("/volumes/create", all), "Name");
    }

    @Override
    public List<Volume> list(List<String> labels) throws IOException {
        var found = new ArrayList<Volume>();
        for (JsonNode each : api.get(new Query("/volumes").labelled(labels)).path("Volumes")) {
            found.add(
                    new Volume(
                            Json.text(each, "Name"),
                            Json.labels(each),
                            Json.text(each, "Mountpoint")));
        }
        return found;
    }

    @Override
    public void remove(String name) throws IOException {
        api.delete(Names.volume(name));
    }
}
