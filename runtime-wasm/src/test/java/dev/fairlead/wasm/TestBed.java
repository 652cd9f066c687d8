package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.ServiceId;
import dev.fairlead.testkit.guests.Asking;
import dev.fairlead.wasm.compile.CompilerSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/// A runtime with a module cache that all tests share, and guests of it.
final class TestBed implements AutoCloseable {
    static final Path CACHE = Path.of("target", "test-module-cache").toAbsolutePath();

    private final WasmRuntime runtime;
    private final Path directory;

    TestBed() {
        this(CACHE);
    }

    TestBed(Path cache) {
        this(WasmSettings.of(cache));
    }

    TestBed(WasmSettings settings) {
        runtime = new WasmRuntime(settings);
        try {
            directory = Files.createTempDirectory("guests");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A compiler that never gets done in time.
    static WasmSettings hurried(Path cache) {
        WasmSettings usual = WasmSettings.of(cache);
        CompilerSettings compiler = usual.compiler();
        var hurried =
                new CompilerSettings(
                        cache,
                        compiler.java(),
                        compiler.classPath(),
                        Duration.ofMillis(1),
                        compiler.heapMegabytes(),
                        compiler.idle());
        return new WasmSettings(
                hurried, usual.threads(), usual.mostPages(), usual.mostLoaded(), usual.idleAfter());
    }

    WasmRuntime runtime() {
        return runtime;
    }

    static byte[] resource(String name) {
        try (InputStream in = TestBed.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Guest script(String source) {
        return guest(Abi.SCRIPT, source.getBytes(StandardCharsets.UTF_8), Asking.limits());
    }

    Guest guest(Abi abi, byte[] artifact, Limits limits) {
        return runtime.guest(spec(abi, artifact, limits, Map.of("GREETING", "hi")));
    }

    GuestSpec spec(Abi abi, byte[] artifact, Limits limits, Map<String, String> environment) {
        try {
            ContentHash hash = ContentHash.of(artifact);
            Path file = directory.resolve(hash.hex());
            Files.write(file, artifact);
            return new GuestSpec(
                    new ServiceId(UUID.randomUUID()), 1, abi, file, hash, limits, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        runtime.close();
    }
}
