package dev.fairlead.builders.intake;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Turns an upload, one file or an archive of zip, tar, tar.gz or tar.zst, into a source tree. What
/// it is, is told from its first bytes, not from its name.
public final class SourceIntake {
    private static final int TAR_MAGIC_AT = 257;
    private static final int SNIFFED = 512;

    private final IntakeLimits limits;

    public SourceIntake(IntakeLimits limits) {
        this.limits = limits;
    }

    private enum Kind {
        ZIP,
        GZIP,
        ZSTD,
        TAR,
        WASM,
        TEXT
    }

    /// `directory` is empty or not there yet, and is the tree's own afterwards. `fileName` may be
    /// empty; only its last part is used. Throws `BuildFailed` for what is refused.
    public SourceTree take(Path upload, String fileName, Language language, Path directory)
            throws IOException {
        unpack(upload, fileName, language, directory);
        return treeOf(directory);
    }

    /// Only puts an upload's files below `directory`, as `take` would.
    public void unpack(Path upload, String fileName, Language language, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        long size = Files.size(upload);
        if (size == 0) {
            throw new BuildFailed(ErrorCode.SOURCE_INVALID, "The upload is empty.");
        }
        var unpacking = new Unpacking(limits, size, directory);
        switch (kindOf(upload)) {
            case ZIP -> unpack("zip", () -> Archives.unzip(upload, unpacking));
            case ZSTD -> unpack("tar.zst", () -> Archives.untarZstd(upload, unpacking));
            case GZIP -> unpack("tar.gz", () -> Archives.untarGzip(upload, unpacking));
            case TAR ->
                    unpack(
                            "tar",
                            () -> {
                                try (InputStream in = Files.newInputStream(upload)) {
                                    Archives.untar(in, unpacking);
                                }
                            });
            case WASM -> single(upload, "module.wasm", unpacking);
            case TEXT -> single(upload, textName(fileName, language), unpacking);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void unpack(String kind, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw Archives.broken(kind);
        } catch (BuildFailed e) {
            throw e;
        } catch (RuntimeException e) {
            // The archive library throws many kinds for bytes that are no archive.
            throw Archives.broken(kind);
        }
    }

    private static void single(Path upload, String name, Unpacking unpacking) throws IOException {
        try (InputStream in = Files.newInputStream(upload)) {
            unpacking.file(name, in);
        }
    }

    private static Kind kindOf(Path upload) throws IOException {
        byte[] first;
        try (InputStream in = Files.newInputStream(upload)) {
            first = in.readNBytes(SNIFFED);
        }
        String text = new String(first, StandardCharsets.ISO_8859_1);
        if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
            return Kind.ZIP;
        }
        if (text.startsWith("\u001f\u008b")) {
            return Kind.GZIP;
        }
        if (text.startsWith("(\u00b5/\u00fd")) {
            return Kind.ZSTD;
        }
        if (text.startsWith("\0asm")) {
            return Kind.WASM;
        }
        return text.startsWith("ustar", TAR_MAGIC_AT) ? Kind.TAR : Kind.TEXT;
    }

    private static String textName(String fileName, Language language) {
        String name = fileName.substring(fileName.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean typed = name.endsWith(".ts") || name.endsWith(".tsx");
        return switch (language) {
            case JAVASCRIPT -> {
                if (typed) {
                    throw new BuildFailed(
                            ErrorCode.SOURCE_INVALID,
                            "This is TypeScript; name the language typescript.");
                }
                yield name.endsWith(".mjs") ? "index.mjs" : "index.js";
            }
            case ASSEMBLYSCRIPT -> "index.ts";
            case TYPESCRIPT -> {
                if (name.endsWith(".tsx")) {
                    yield "index.tsx";
                }
                yield name.endsWith(".mts") ? "index.mts" : "index.ts";
            }
            case RUST -> "lib.rs";
            case GO -> "handler.go";
            case C -> "handler.c";
            case CPP -> "handler.cpp";
            case JAVA -> "Handler.java";
            case DART -> "handler.dart";
            case WASM ->
                    throw new BuildFailed(
                            ErrorCode.SOURCE_INVALID,
                            "This is neither a WebAssembly module nor an archive with one.");
        };
    }

    /// The tree of what lies below `directory`; where that is one folder alone, of what is in it.
    public static SourceTree treeOf(Path directory) throws IOException {
        Path root = unwrapped(directory);
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.filter(Files::isRegularFile)
                    .forEach(path -> files.add(root.relativize(path).toString()));
        }
        if (files.isEmpty()) {
            throw new BuildFailed(ErrorCode.SOURCE_INVALID, "The archive has no files.");
        }
        files.sort(null);
        MessageDigest digest = ContentHash.sha256();
        for (String file : files) {
            byte[] name = file.getBytes(StandardCharsets.UTF_8);
            byte[] content = ContentHash.sha256().digest(Files.readAllBytes(root.resolve(file)));
            digest.update((name.length + " ").getBytes(StandardCharsets.US_ASCII));
            digest.update(name);
            digest.update(content);
        }
        return new SourceTree(root, files, ContentHash.ofDigest(digest.digest()));
    }

    /// Archives often hold one folder and everything in it.
    private static Path unwrapped(Path directory) throws IOException {
        Path at = directory;
        while (true) {
            List<Path> inside;
            try (Stream<Path> paths = Files.list(at)) {
                inside = paths.limit(2).toList();
            }
            if (inside.size() != 1 || !Files.isDirectory(inside.getFirst())) {
                return at;
            }
            at = inside.getFirst();
        }
    }
}
