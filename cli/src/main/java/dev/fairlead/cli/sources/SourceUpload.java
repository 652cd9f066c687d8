package dev.fairlead.cli.sources;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.ApiClient.Call;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Sends a file or a folder to be deployed; of a folder only what the server lacks.
public final class SourceUpload {
    private static final String MANIFEST = "application/vnd.fairlead.manifest+json";

    /// Below this a folder travels whole: a manifest would save nothing.
    private static final long SMALL = 16 << 10;

    private final ApiClient api;
    private final String path;
    private final Map<String, @Nullable String> query;
    private final Reading reading;
    private final Map<String, String> headers;

    /// `path` is where deployments of the function are posted, `headers` go with each request.
    public SourceUpload(
            ApiClient api,
            String path,
            Map<String, @Nullable String> also,
            @Nullable String language,
            Reading reading,
            Map<String, String> headers) {
        this.api = api;
        this.path = path;
        this.reading = reading;
        this.headers = Map.copyOf(headers);
        this.query = new LinkedHashMap<>(also);
        query.put("language", language);
        query.put("allowSecrets", reading.allowSecrets() ? "true" : null);
    }

    /// How a folder is read.
    public record Reading(String kind, boolean allowSecrets) {
        SourceFolder of(Path folder) throws IOException {
            return switch (kind) {
                case "app" -> SourceFolder.ofApp(folder, allowSecrets);
                case "stack" -> SourceFolder.ofStack(folder, allowSecrets);
                default -> SourceFolder.read(folder, allowSecrets);
            };
        }
    }

    /// What the server answered, and how much travelled; `saved` is empty where nothing was.
    public record Sent(JsonNode deployment, String saved) {}

    /// The one request that sends everything.
    public Call whole(Path source) {
        try {
            if (Files.isDirectory(source)) {
                return whole(reading.of(source));
            }
            if (Files.isRegularFile(source)) {
                String name = String.valueOf(source.getFileName());
                var named = new LinkedHashMap<String, @Nullable String>(query);
                named.put("fileName", name);
                return post(named, contentType(name), Files.readAllBytes(source));
            }
        } catch (IOException e) {
            throw unreadable(source, e);
        }
        throw new CommandFailed(ExitCode.USAGE, "no such file or folder: " + source);
    }

    private Call whole(SourceFolder folder) throws IOException {
        return post(query, "application/gzip", folder.archive());
    }

    private Call post(Map<String, @Nullable String> with, String type, byte[] body) {
        return Call.of("POST", path + ApiClient.query(with), type, body).with(headers);
    }

    public Sent send(Path source) {
        if (!Files.isDirectory(source)) {
            return new Sent(api.send(whole(source)), "");
        }
        try {
            SourceFolder folder = reading.of(source);
            return folder.bytes() < SMALL ? new Sent(api.send(whole(folder)), "") : changes(folder);
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    private Sent changes(SourceFolder folder) throws IOException {
        byte[] manifest = api.write(folder.manifest());
        var call = post(query, MANIFEST, manifest);
        ApiClient.Reply reply = api.ask(call);
        if (!reply.code().equals("blobs-missing")) {
            return new Sent(api.accepted(reply), saved(folder, 0, manifest.length));
        }
        List<Integer> missing = missing(reply.body());
        if (missing.size() == folder.count()) {
            return new Sent(api.send(whole(folder)), "");
        }
        byte[] archive = folder.archive(missing);
        var named = new LinkedHashMap<String, @Nullable String>(query);
        named.put("manifest", folder.manifestId());
        JsonNode made = api.send(post(named, "application/gzip", archive));
        return new Sent(made, saved(folder, missing.size(), manifest.length + archive.length));
    }

    private static List<Integer> missing(JsonNode problem) {
        var missing = new ArrayList<Integer>();
        for (JsonNode error : problem.path("errors")) {
            String pointer = error.path("pointer").asString("");
            missing.add(Integer.parseInt(pointer.substring(pointer.lastIndexOf('/') + 1)));
        }
        return missing;
    }

    private static String saved(SourceFolder folder, int files, long bytes) {
        return String.format(
                Locale.ROOT,
                "sent %d of %d files, %s instead of %s",
                files,
                folder.count(),
                size(bytes),
                size(folder.bytes()));
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    private static CommandFailed unreadable(Path source, IOException e) {
        return new CommandFailed(ExitCode.USAGE, "cannot read " + source + ": " + e.getMessage());
    }

    private static String contentType(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".wasm")) {
            return "application/wasm";
        }
        if (lower.endsWith(".zip")) {
            return "application/zip";
        }
        if (lower.endsWith(".tar")) {
            return "application/x-tar";
        }
        if (lower.endsWith(".gz") || lower.endsWith(".tgz")) {
            return "application/gzip";
        }
        if (lower.endsWith(".zst")) {
            return "application/zstd";
        }
        return lower.endsWith(".ts") ? "application/typescript" : "text/javascript";
    }
}
