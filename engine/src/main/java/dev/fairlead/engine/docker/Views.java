package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerState;
import dev.fairlead.engine.containers.ContainerState.Phase;
import dev.fairlead.engine.containers.Usage;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Containers as engines describe them.
final class Views {
    private static final String TCP = "/tcp";

    private Views() {}

    static Container container(JsonNode all) {
        JsonNode settings = all.path("NetworkSettings");
        return new Container(
                Json.text(all, "Id"),
                Json.digest(Json.text(all, "Image")),
                Json.labels(all.path("Config")),
                Json.time(Json.text(all, "Created")).orElse(Instant.EPOCH),
                state(all.path("State")),
                addresses(settings.path("Networks")),
                ports(settings.path("Ports")));
    }

    private static ContainerState state(JsonNode state) {
        Phase phase = phase(Json.text(state, "Status"));
        return new ContainerState(
                phase,
                state.path("Pid").asLong(0),
                state.path("ExitCode").asInt(0),
                state.path("OOMKilled").asBoolean(false),
                Json.time(Json.text(state, "StartedAt")),
                Json.time(Json.text(state, "FinishedAt")),
                Json.text(state, "Error"));
    }

    /// Podman has more words than Docker, and some only in some answers.
    static Phase phase(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "created", "configured", "initialized" -> Phase.CREATED;
            case "running", "restarting", "stopping" -> Phase.RUNNING;
            case "paused" -> Phase.PAUSED;
            case "removing", "dead" -> Phase.REMOVING;
            default -> Phase.EXITED;
        };
    }

    private static Map<String, String> addresses(JsonNode networks) {
        var found = new HashMap<String, String>();
        networks.forEachEntry((name, network) -> {
            String address = Json.text(network, "IPAddress");
            if (!address.isEmpty()) {
                found.put(name, address);
            }
        });
        return found;
    }

    private static Map<Integer, Integer> ports(JsonNode ports) {
        var found = new HashMap<Integer, Integer>();
        ports.forEachEntry((name, places) -> {
            int outside = number(places.path(0).path("HostPort").asString(""));
            if (name.endsWith(TCP) && outside > 0) {
                found.put(number(name.substring(0, name.length() - TCP.length())), outside);
            }
        });
        return found;
    }

    static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static Usage usage(JsonNode all) {
        JsonNode memory = all.path("memory_stats");
        JsonNode details = memory.path("stats");
        long files =
                details.path("total_inactive_file").asLong(details.path("inactive_file").asLong(0));
        long[] traffic = new long[2];
        all.path("networks")
                .forEachEntry((_, network) -> {
                    traffic[0] += network.path("rx_bytes").asLong(0);
                    traffic[1] += network.path("tx_bytes").asLong(0);
                });
        return new Usage(
                Math.max(0, memory.path("usage").asLong(0) - files),
                memory.path("limit").asLong(0),
                all.path("cpu_stats").path("cpu_usage").path("total_usage").asLong(0),
                traffic[0],
                traffic[1],
                all.path("pids_stats").path("current").asLong(0));
    }
}
