package dev.fairlead.builders.sites;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.sites.Coding;
import dev.fairlead.model.sites.SiteFile;
import dev.fairlead.model.sites.SiteFile.Content;
import dev.fairlead.model.sites.SiteManifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes a folder as it is: finds out what each file is, reads the rules, and compresses what gets
/// smaller.
public final class SiteBuilder {
    private static final Set<String> NOT_SERVED =
            Set.of("_redirects", "_headers", "_site", "fairlead.yaml", ".fairleadignore");

    /// Below this an answer is one packet anyway.
    private static final int WORTH_IT = 512;

    private static final int MOST_COMPRESSED = 16 << 20;
    private static final double MUCH_SMALLER = 0.95;
    private static final long MOST_RULE_BYTES = 1 << 20;

    /// Throws `BuildFailed` for what the author has to mend.
    public BuiltSite build(BuildInput input) throws IOException {
        SourceTree source = input.source();
        input.progress().phase(BuildPhase.ANALYSING);
        var rules = new RuleFiles();
        var options = rules.options(text(source, "_site"));
        var redirects = rules.redirects(text(source, "_redirects"));
        var headers = rules.headers(text(source, "_headers"));
        rules.check();
        input.progress().phase(BuildPhase.COMPILING);
        var files = new ArrayList<SiteFile>();
        var contents = new ArrayList<Path>();
        for (String path : source.files()) {
            if (served(path)) {
                files.add(file(path, source.path(path), input.work(), contents));
            }
        }
        if (files.isEmpty()) {
            throw new BuildFailed(ErrorCode.SOURCE_INVALID, "The folder has no file to serve.");
        }
        var manifest = new SiteManifest(options, files, redirects, headers);
        input.progress()
                .line(
                        files.size()
                                + " files, "
                                + redirects.size()
                                + " redirects, "
                                + headers.size()
                                + " headers");
        Path written = input.work().resolve("site");
        Files.writeString(written, manifest.text());
        return new BuiltSite(written, contents);
    }

    private static String text(SourceTree source, String name) throws IOException {
        if (!source.files().contains(name)) {
            return "";
        }
        Path file = source.path(name);
        if (Files.size(file) > MOST_RULE_BYTES) {
            throw new BuildFailed(ErrorCode.SOURCE_INVALID, name + " has more than 1 MiB.");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /// Hidden files stay so, but for what the world looks for in `.well-known`.
    private static boolean served(String path) {
        if (NOT_SERVED.contains(path)) {
            return false;
        }
        String rest = path.startsWith(".well-known/") ? path.substring(1) : path;
        return !rest.startsWith(".") && !rest.contains("/.");
    }

    private static SiteFile file(String path, Path file, Path work, List<Path> contents)
            throws IOException {
        String type = ContentTypes.of(path);
        long size = Files.size(file);
        contents.add(file);
        Map<Coding, Content> encoded = new EnumMap<>(Coding.class);
        if (ContentTypes.shrinks(type) && size >= WORTH_IT && size <= MOST_COMPRESSED) {
            byte[] bytes = Files.readAllBytes(file);
            for (Coding coding : Coding.values()) {
                byte[] smaller = Compression.compress(coding, bytes);
                if (smaller.length < bytes.length * MUCH_SMALLER) {
                    Path kept = work.resolve("c" + contents.size());
                    Files.write(kept, smaller);
                    contents.add(kept);
                    encoded.put(coding, new Content(ContentHash.of(smaller), smaller.length));
                }
            }
            return new SiteFile(path, new Content(ContentHash.of(bytes), size), type, encoded);
        }
        return new SiteFile(path, new Content(hash(file), size), type, encoded);
    }

    private static ContentHash hash(Path file) throws IOException {
        var digest = ContentHash.sha256();
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
        }
        return ContentHash.ofDigest(digest.digest());
    }
}
