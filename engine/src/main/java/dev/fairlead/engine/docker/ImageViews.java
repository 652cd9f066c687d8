package dev.fairlead.engine.docker;

import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.images.Image;
import dev.fairlead.engine.images.Progress;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Images as engines describe them.
final class ImageViews {
    private static final String LOCAL = "localhost/";
    private static final String HUB = "docker.io/library/";
    private static final String NONE = "<none>";
    private static final String TCP = "/tcp";

    private ImageViews() {}

    static Image image(JsonNode all) {
        JsonNode config = all.path("Config");
        var environment = new HashMap<String, String>();
        for (String each : Json.texts(config.path("Env"))) {
            int sign = each.indexOf('=');
            if (sign > 0) {
                environment.put(each.substring(0, sign), each.substring(sign + 1));
            }
        }
        var ports = new HashSet<Integer>();
        config.path("ExposedPorts")
                .forEachEntry((name, _) -> {
                    if (name.endsWith(TCP)) {
                        ports.add(Views.number(name.substring(0, name.length() - TCP.length())));
                    }
                });
        var defaults =
                new Image.Defaults(
                        Json.texts(config.path("Entrypoint")),
                        Json.texts(config.path("Cmd")),
                        environment,
                        Json.text(config, "User"),
                        Json.text(config, "WorkingDir"),
                        ports,
                        Json.text(all, "Architecture"));
        Map<String, String> labels = Json.labels(config);
        return new Image(
                Json.digest(Json.text(all, "Id")),
                names(all.path("RepoTags")),
                names(all.path("RepoDigests")),
                labels,
                all.path("Size").asLong(0),
                Json.time(Json.text(all, "Created")).orElse(Instant.EPOCH),
                defaults);
    }

    static Set<String> names(JsonNode list) {
        var all = new HashSet<String>();
        for (String each : Json.texts(list)) {
            if (!each.startsWith(NONE)) {
                all.add(name(each));
            }
        }
        return all;
    }

    /// Without what Podman puts before names that have no registry.
    static String name(String text) {
        if (text.startsWith(LOCAL)) {
            return text.substring(LOCAL.length());
        }
        return text.startsWith(HUB) ? text.substring(HUB.length()) : text;
    }

    static Progress progress(JsonNode line) {
        JsonNode details = line.path("progressDetail");
        return new Progress(
                Json.text(line, "id"),
                Json.text(line, "status"),
                details.path("current").asLong(0),
                details.path("total").asLong(0));
    }
}
