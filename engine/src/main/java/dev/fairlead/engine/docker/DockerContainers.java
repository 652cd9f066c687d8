package dev.fairlead.engine.docker;

import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Download;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.containers.Container;
import dev.fairlead.engine.containers.ContainerSpec;
import dev.fairlead.engine.containers.ContainerSummary;
import dev.fairlead.engine.containers.Containers;
import dev.fairlead.engine.containers.Limits;
import dev.fairlead.engine.containers.Usage;
import dev.fairlead.engine.containers.Waiting;
import dev.fairlead.engine.http.Exchange;
import dev.fairlead.engine.http.Request;
import dev.fairlead.engine.streams.Attachment;
import dev.fairlead.engine.streams.ExecResult;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.engine.streams.LogStream;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Containers by Docker's API.
final class DockerContainers implements Containers {
    private static final int LONGEST_END = 64 << 10;

    private final Api api;
    private final Facts facts;
    private final Execs execs;

    DockerContainers(Api api, Facts facts) {
        this.api = api;
        this.facts = facts;
        this.execs = new Execs(api);
    }

    @Override
    public String create(ContainerSpec spec) throws IOException {
        facts.requireRuntime(spec.walls().runtime());
        boolean podman = api.podman();
        Optional<String> filter = spec.walls().filter();
        if (podman && filter.isPresent()) {
            try (var file = FilterFile.write(api.address(), filter.get())) {
                return create(spec, true, Optional.of(file.path()));
            }
        }
        return create(spec, podman, filter);
    }

    private String create(ContainerSpec spec, boolean podman, Optional<String> filter)
            throws IOException {
        var json = new SpecJson(spec, podman, filter).json();
        return Json.text(api.post("/containers/create", json), "Id");
    }

    @Override
    public void start(String container) throws IOException {
        api.post(Names.container(container) + "/start");
    }

    @Override
    public void stop(String container, Duration grace) throws IOException {
        long seconds = seconds(grace);
        var path = new Query(Names.container(container) + "/stop").with("t", seconds);
        api.text(Request.post(api.at(path)), Api.PATIENCE.plusSeconds(seconds));
    }

    /// Whole ones, rounded up.
    static long seconds(Duration duration) {
        return duration.plusSeconds(1).minusNanos(1).toSeconds();
    }

    @Override
    public void kill(String container, String signal) throws IOException {
        var path = new Query(Names.container(container) + "/kill").with("signal", signal);
        try {
            api.post(path);
        } catch (EngineFailed e) {
            if (e.reason() != Reason.MISSING && e.reason() != Reason.CONFLICT) {
                throw e;
            }
        }
    }

    @Override
    public void pause(String container) throws IOException {
        frozen(container, "/pause");
    }

    @Override
    public void unpause(String container) throws IOException {
        frozen(container, "/unpause");
    }

    /// Docker calls a wrong state its own error, Podman a conflict.
    private void frozen(String container, String verb) throws IOException {
        try {
            api.post(Names.container(container) + verb);
        } catch (EngineFailed e) {
            if (e.reason() == Reason.OTHER && String.valueOf(e.getMessage()).contains("paused")) {
                throw new EngineFailed(Reason.CONFLICT, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    @Override
    public Waiting await(String container) throws IOException {
        var path = new Query(Names.container(container) + "/wait").with("condition", "not-running");
        Exchange exchange = api.open(Request.post(api.at(path)), false);
        return new Waiting() {
            @Override
            public int exitCode() throws IOException {
                byte[] said = exchange.body().readNBytes(LONGEST_END);
                JsonNode end = Json.parsed(new String(said, StandardCharsets.UTF_8));
                if (!end.has("StatusCode")) {
                    throw new IOException("the engine does not tell how the container ended");
                }
                return end.path("StatusCode").asInt(-1);
            }

            @Override
            public void close() {
                exchange.close();
            }
        };
    }

    @Override
    public Container inspect(String container) throws IOException {
        return Views.container(api.get(Names.container(container) + "/json"));
    }

    @Override
    public String description(String container) throws IOException {
        var path = api.at(Names.container(container) + "/json");
        return api.text(Request.get(path), Api.PATIENCE);
    }

    @Override
    public List<ContainerSummary> list(List<String> labels) throws IOException {
        var found = new ArrayList<ContainerSummary>();
        for (JsonNode each :
                api.get(new Query("/containers/json").with("all", true).labelled(labels))) {
            found.add(
                    new ContainerSummary(
                            Json.text(each, "Id"),
                            Json.labels(each),
                            Views.phase(Json.text(each, "State")),
                            Instant.ofEpochSecond(each.path("Created").asLong(0))));
        }
        return found;
    }

    @Override
    public void update(String container, Limits limits) throws IOException {
        if (api.podman()) {
            throw new EngineFailed(
                    Reason.UNSUPPORTED, "Podman does not change limits of a running container");
        }
        var all = new HashMap<String, Object>();
        SpecJson.limits(all, limits);
        api.send(Names.container(container) + "/update", all);
    }

    @Override
    public void remove(String container) throws IOException {
        api.delete(new Query(Names.container(container)).with("force", true).with("v", true));
    }

    @Override
    public Usage usage(String container) throws IOException {
        var path =
                new Query(Names.container(container) + "/stats")
                        .with("stream", false)
                        .with("one-shot", true);
        return Views.usage(api.get(path));
    }

    @Override
    public ExecResult exec(String container, ExecSpec spec) throws IOException {
        return execs.run(container, spec, Optional.empty());
    }

    @Override
    public ExecResult exec(String container, ExecSpec spec, InputStream input) throws IOException {
        return execs.run(container, spec, Optional.of(input));
    }

    @Override
    public Attachment attach(String container, Set<Attachment.Stream> streams) throws IOException {
        var path =
                new Query(Names.container(container) + "/attach")
                        .with("stream", true)
                        .with("stdin", streams.contains(Attachment.Stream.INPUT))
                        .with("stdout", streams.contains(Attachment.Stream.OUTPUT))
                        .with("stderr", streams.contains(Attachment.Stream.ERRORS));
        return new DockerAttachment(api.open(Request.post(api.at(path)), true));
    }

    @Override
    public void copyIn(String container, String folder, InputStream tar, Duration patience)
            throws IOException {
        var path = new Query(Names.container(container) + "/archive").with("path", folder);
        api.text(Request.put(api.at(path)).tar(tar), patience);
    }

    @Override
    public InputStream copyOut(String container, String place) throws IOException {
        var path = new Query(Names.container(container) + "/archive").with("path", place);
        return new Download(api.open(Request.get(api.at(path)), false));
    }

    @Override
    public LogStream logs(String container, LogQuery query) throws IOException {
        var path =
                new Query(Names.container(container) + "/logs")
                        .with("stdout", true)
                        .with("stderr", true)
                        .with("timestamps", true)
                        .with("follow", query.follow());
        query.since()
                .ifPresent(time ->
                        path.with(
                                "since",
                                "%d.%09d".formatted(time.getEpochSecond(), time.getNano())));
        query.tail().ifPresent(lines -> path.with("tail", lines));
        return new DockerLog(api.open(Request.get(api.at(path)), false));
    }
}
