package dev.fairlead.engine.docker;

import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Download;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.api.Registries;
import dev.fairlead.engine.api.Told;
import dev.fairlead.engine.http.Request;
import dev.fairlead.engine.images.BuildSpec;
import dev.fairlead.engine.images.Credentials;
import dev.fairlead.engine.images.Image;
import dev.fairlead.engine.images.ImageSummary;
import dev.fairlead.engine.images.Images;
import dev.fairlead.engine.images.Progress;
import dev.fairlead.engine.images.Reference;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Images by Docker's API.
record DockerImages(Api api) implements Images {
    private static final Pattern LOADED = Pattern.compile("Loaded image(?: ID|\\(s\\))?: (\\S+)");
    private static final String LIBPOD_PRUNE = "/v4.0.0/libpod/images/prune";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/@-]+");

    @Override
    public Optional<Image> inspect(String image) throws IOException {
        try {
            return Optional.of(ImageViews.image(api.get(Names.image(image) + "/json")));
        } catch (EngineFailed e) {
            if (e.reason() == Reason.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<ImageSummary> list(List<String> labels) throws IOException {
        var found = new ArrayList<ImageSummary>();
        for (JsonNode each : api.get(new Query("/images/json").labelled(labels))) {
            found.add(
                    new ImageSummary(
                            Json.digest(Json.text(each, "Id")),
                            ImageViews.names(each.path("RepoTags")),
                            Json.labels(each),
                            each.path("Size").asLong(0)));
        }
        return found;
    }

    @Override
    public void pull(
            Reference image,
            Optional<Credentials> credentials,
            Duration patience,
            Consumer<Progress> progress)
            throws IOException {
        var path = new Query("/images/create");
        if (image.exact()) {
            path.with("fromImage", image.toString());
        } else {
            path.with("fromImage", image.name()).with("tag", image.version());
        }
        moved(image, path, credentials, patience, progress);
    }

    @Override
    public void check(Credentials credentials) throws IOException {
        try {
            api.send("/auth", Registries.json(api.podman() ? local(credentials) : credentials));
        } catch (EngineFailed e) {
            throw Registries.judged(List.of(credentials), credentials.registry(), e);
        }
    }

    /// Podman asks without TLS only where it reads this word.
    private static Credentials local(Credentials all) {
        String registry = all.registry().replaceFirst("^127\\.0\\.0\\.1:", "localhost:");
        return new Credentials(registry, all.user(), all.password());
    }

    @Override
    public Optional<String> push(
            Reference image,
            Optional<Credentials> credentials,
            Duration patience,
            Consumer<Progress> progress)
            throws IOException {
        var path = new Query(Names.image(image.name()) + "/push").with("tag", image.version());
        return moved(image, path, credentials, patience, progress);
    }

    /// The digest that was told, if any.
    private Optional<String> moved(
            Reference image,
            Query path,
            Optional<Credentials> credentials,
            Duration patience,
            Consumer<Progress> progress)
            throws IOException {
        Request request =
                Request.post(api.at(path)).header("X-Registry-Auth", Registries.one(credentials));
        var digest = new AtomicReference<Optional<String>>(Optional.empty());
        try {
            Told.read(
                    api,
                    request,
                    patience,
                    line -> {
                        String made = Json.text(line.path("aux"), "Digest");
                        if (!made.isEmpty()) {
                            digest.set(Optional.of(made));
                        }
                        if (line.has("status")) {
                            progress.accept(ImageViews.progress(line));
                        }
                    });
        } catch (EngineFailed e) {
            throw Registries.judged(credentials.stream().toList(), image.name(), e);
        }
        return digest.get();
    }

    @Override
    public void tag(String image, Reference name) throws IOException {
        if (name.exact()) {
            throw new IllegalArgumentException("an image gets no digest: it has one");
        }
        api.post(
                new Query(Names.image(image) + "/tag")
                        .with("repo", name.name())
                        .with("tag", name.version()));
    }

    @Override
    public Set<String> load(InputStream tar, Duration patience) throws IOException {
        // Quiet, since an engine that tells while it reads could wait for us as we wait for it.
        var path = new Query("/images/load").with("quiet", true);
        var names = new HashSet<String>();
        Told.read(
                api,
                Request.post(api.at(path)).tar(tar),
                patience,
                line -> {
                    Matcher loaded = LOADED.matcher(Json.text(line, "stream"));
                    while (loaded.find()) {
                        names.add(ImageViews.name(loaded.group(1)));
                    }
                });
        return names;
    }

    @Override
    public InputStream save(Set<String> images) throws IOException {
        var path = new Query("/images/get");
        for (String image : images) {
            Names.image(image);
            path.with("names", image);
        }
        return new Download(api.open(Request.get(api.at(path)), false));
    }

    @Override
    public String importLayer(InputStream tar, Map<String, String> labels, Duration patience)
            throws IOException {
        var path = new Query("/images/create").with("fromSrc", "-");
        boolean podman = api.podman();
        new TreeMap<>(labels)
                .forEach((name, value) -> path.with("changes", label(name, value, podman)));
        var id = new AtomicReference<>("");
        Told.read(
                api,
                Request.post(api.at(path)).tar(tar),
                patience,
                line -> {
                    String status = Json.text(line, "status");
                    if (status.length() >= 64) {
                        id.set(Json.digest(status));
                    }
                });
        return id.get();
    }

    /// As in a Dockerfile for Docker; Podman takes all between the first and the last quote.
    private static String label(String name, String value, boolean podman) {
        String quoted = podman ? "\"" + value + "\"" : word(value);
        if ((name + value).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label of an image has a control character");
        }
        return "LABEL " + word(name) + "=" + quoted;
    }

    private static String word(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        return "\"" + text.replaceAll("[\"\\\\$]", "\\\\$0") + "\"";
    }

    @Override
    public String build(BuildSpec spec, InputStream context, Consumer<String> output)
            throws IOException {
        return new Builds(api).run(spec, context, output);
    }

    @Override
    public void remove(String image) throws IOException {
        api.delete(new Query(Names.image(image)).with("force", true));
    }

    @Override
    public long prune(String label) throws IOException {
        List<String> labels = List.of(label);
        if (api.podman()) {
            // What it has of Docker's way prunes only images without names.
            var path = new Query(LIBPOD_PRUNE).with("all", true).labelled(labels);
            long won = 0;
            for (JsonNode each : Json.parsed(api.text(Request.post(path.toString()), PATIENCE))) {
                won += each.path("Size").asLong(0);
            }
            return won;
        }
        var filters = Map.of("label", labels, "dangling", List.of("false"));
        var path = new Query("/images/prune").json("filters", filters);
        JsonNode all = Json.parsed(api.text(Request.post(api.at(path)), PATIENCE));
        return all.path("SpaceReclaimed").asLong(0);
    }
}
