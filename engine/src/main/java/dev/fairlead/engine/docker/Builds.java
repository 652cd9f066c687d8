package dev.fairlead.engine.docker;

import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.api.Registries;
import dev.fairlead.engine.api.Told;
import dev.fairlead.engine.http.Request;
import dev.fairlead.engine.images.BuildSpec;
import dev.fairlead.engine.images.Reference;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Builds of images by the engine's classic builder.
record Builds(Api api) {
    private static final Pattern BUILT = Pattern.compile("Successfully built ([0-9a-f]{12,64})");
    private static final List<String> COMMAND_FAILED =
            List.of("returned a non-zero code", "while running runtime");
    private static final long PERIOD_MICROS = 100_000;
    private static final long OPEN_FILES = 4096;
    private static final long PROCESSES_OF_A_USER = 32_768;

    String run(BuildSpec spec, InputStream context, Consumer<String> output) throws IOException {
        Request request =
                Request.post(api.at(path(spec, api.podman())))
                        .tar(context)
                        .header("X-Registry-Config", Registries.all(spec.credentials()));
        var printed = new Printed(output);
        try {
            Told.read(api, request, spec.running().patience(), printed::hear);
        } catch (EngineFailed e) {
            throw judged(spec, e);
        } finally {
            printed.end();
        }
        if (printed.id.isEmpty()) {
            throw new IOException("the engine does not tell what it built");
        }
        return Json.digest(Json.text(api.get(Names.image(printed.id) + "/json"), "Id"));
    }

    /// What a command printed or was called says nothing of a registry.
    private static EngineFailed judged(BuildSpec spec, EngineFailed failure) {
        EngineFailed judged = Registries.judged(spec.credentials(), "", failure);
        String message = String.valueOf(judged.getMessage());
        boolean command = COMMAND_FAILED.stream().anyMatch(message::contains);
        return switch (judged.reason()) {
            case OTHER, INVALID -> new EngineFailed(Reason.BUILD, message);
            case UNAUTHORIZED, MISSING ->
                    command ? new EngineFailed(Reason.BUILD, message) : judged;
            case CONFLICT, UNSUPPORTED, BUILD -> judged;
        };
    }

    private static Query path(BuildSpec spec, boolean podman) {
        BuildSpec.Running running = spec.running();
        var path =
                new Query("/build")
                        .with("dockerfile", spec.dockerfile())
                        .json("buildargs", spec.arguments())
                        .json("labels", spec.labels())
                        .with("nocache", !running.cached())
                        .with("rm", true)
                        .with("forcerm", true)
                        .with("memory", running.memoryBytes())
                        .with("memswap", running.memoryBytes())
                        .with("cpuperiod", PERIOD_MICROS)
                        .with("cpuquota", Math.round(running.cpus() * PERIOD_MICROS))
                        .json(
                                "ulimits",
                                List.of(
                                        ulimit("nofile", OPEN_FILES, podman),
                                        ulimit("nproc", PROCESSES_OF_A_USER, podman)));
        if (!spec.target().isEmpty()) {
            path.with("target", spec.target());
        }
        if (!running.network().isEmpty()) {
            path.with("networkmode", running.network());
        }
        for (Reference tag : spec.tags()) {
            path.with("t", tag.toString());
        }
        return path;
    }

    private static Object ulimit(String name, long value, boolean podman) {
        return podman
                ? name + "=" + value + ":" + value
                : Map.of("Name", name, "Soft", value, "Hard", value);
    }

    /// What a builder prints, whose pieces end anywhere.
    private static final class Printed {
        private static final int LONGEST = 8192;

        private final Consumer<String> lines;
        private final StringBuilder begun = new StringBuilder();
        private String id = "";

        Printed(Consumer<String> lines) {
            this.lines = lines;
        }

        void hear(JsonNode told) {
            String made = Json.text(told.path("aux"), "ID");
            if (!made.isEmpty()) {
                id = made;
            }
            String text = Json.text(told, "stream");
            Matcher built = BUILT.matcher(text);
            if (id.isEmpty() && built.find()) {
                id = built.group(1);
            }
            for (int i = 0; i < text.length(); i++) {
                char sign = text.charAt(i);
                if (sign == '\n') {
                    lines.accept(begun.toString());
                    begun.setLength(0);
                } else {
                    begun.append(sign);
                    if (begun.length() == LONGEST) {
                        end();
                    }
                }
            }
        }

        void end() {
            if (!begun.isEmpty()) {
                lines.accept(begun.toString());
                begun.setLength(0);
            }
        }
    }
}
