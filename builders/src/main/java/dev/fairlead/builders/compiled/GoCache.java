package dev.fairlead.builders.compiled;

import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Go's standard library, compiled once for an installation: builds read it, and no build can write
/// it. A build's own cache is a folder of links to it, beside which the compiler puts new entries.
final class GoCache {
    /// Where builds see it, and where their own is in their work directory.
    static final String INSIDE = "/go-cache";

    static final String FOLDER = WorkCopy.OURS + "/go-cache";

    static final List<String> FLAGS =
            List.of("-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=");
    static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "GOOS", "wasip1",
                    "GOARCH", "wasm",
                    "CGO_ENABLED", "0",
                    "GOTOOLCHAIN", "local",
                    "GOFLAGS", "",
                    "GOENV", "off",
                    "GOWORK", "off",
                    "GO111MODULE", "on",
                    "GOPROXY", "off",
                    "GOTELEMETRY", "off");
    private static final List<String> USUAL =
            List.of(
                    "bufio",
                    "bytes",
                    "cmp",
                    "context",
                    "crypto/hmac",
                    "crypto/md5",
                    "crypto/rand",
                    "crypto/sha1",
                    "crypto/sha256",
                    "crypto/sha512",
                    "encoding/base64",
                    "encoding/binary",
                    "encoding/csv",
                    "encoding/hex",
                    "encoding/json",
                    "encoding/xml",
                    "errors",
                    "fmt",
                    "hash/crc32",
                    "io",
                    "log",
                    "log/slog",
                    "maps",
                    "math",
                    "math/big",
                    "math/rand",
                    "math/rand/v2",
                    "net/url",
                    "os",
                    "path",
                    "regexp",
                    "slices",
                    "sort",
                    "strconv",
                    "strings",
                    "sync",
                    "text/template",
                    "time",
                    "unicode",
                    "unicode/utf8");

    private final Workbench bench;

    GoCache(Workbench bench) {
        this.bench = bench;
    }

    /// Its directory; fills it where it is missing. One build fills, the others wait.
    synchronized Path standard(BuildProgress progress) throws IOException, InterruptedException {
        Path ready = bench.cache().resolve("go-" + key());
        if (Files.isDirectory(ready)) {
            return ready;
        }
        progress.line("Compiling Go's standard library, once for this installation.");
        Files.createDirectories(bench.cache());
        Path work = Files.createTempDirectory(bench.cache(), "filling");
        try {
            fill(work);
            Files.move(work.resolve("cache"), ready, StandardCopyOption.ATOMIC_MOVE);
            return ready;
        } finally {
            delete(work);
        }
    }

    /// Another release of Go, or another list of ours, is another cache.
    private String key() throws IOException {
        Path go = bench.tools().path(Tool.GO).toRealPath();
        Path version = go.resolveSibling("../VERSION").normalize();
        String release = Files.exists(version) ? Files.readString(version) : "";
        String all = release + Files.size(go) + USUAL + FLAGS;
        return ContentHash.of(all.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hex()
                .substring(0, 16);
    }

    private void fill(Path work) throws IOException, InterruptedException {
        var main = new StringBuilder("package main\n\nimport (\n");
        USUAL.forEach(name -> main.append("\t_ \"").append(name).append("\"\n"));
        Files.writeString(work.resolve("main.go"), main.append(")\n\nfunc main() {}\n"));
        Files.writeString(work.resolve("go.mod"), "module standard\n\ngo 1.23\n");
        var environment = new HashMap<>(ENVIRONMENT);
        environment.put("GOCACHE", Step.WORK + "/cache");
        var command = new ArrayList<String>();
        command.add(bench.tools().path(Tool.GO).toString());
        command.addAll(List.of("build", "-o", Step.WORK + "/standard.wasm"));
        command.addAll(FLAGS);
        StepRun.Result result = bench.runOurs(command, work, environment);
        if (result.exitCode() != 0) {
            throw new IOException("Go's standard library does not compile: " + result.lines());
        }
    }

    /// Makes `folder` a cache whose entries are links to those of `standard`, as builds see it.
    static void link(Path standard, Path folder) throws IOException {
        try (Stream<Path> parts = Files.list(standard)) {
            for (Path part : parts.filter(Files::isDirectory).toList()) {
                Path name = standard.relativize(part);
                Path own = Files.createDirectories(folder.resolve(name.toString()));
                try (Stream<Path> entries = Files.list(part)) {
                    for (Path entry : entries.toList()) {
                        String file = String.valueOf(entry.getFileName());
                        Files.createSymbolicLink(
                                own.resolve(file), Path.of(INSIDE, name.toString(), file));
                    }
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory,
                            java.io.@org.jspecify.annotations.Nullable IOException e)
                            throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
