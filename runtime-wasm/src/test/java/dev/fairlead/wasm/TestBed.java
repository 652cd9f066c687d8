package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestSpec;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.model.ids.FunctionId;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A runtime with a module cache that all tests share, and short ways to ask guests.
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
        return guest(Abi.SCRIPT, source.getBytes(StandardCharsets.UTF_8), limits());
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
                    new FunctionId(UUID.randomUUID()), 1, abi, file, hash, limits, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Limits limits() {
        return limits(Duration.ofSeconds(10));
    }

    static Limits limits(Duration timeout) {
        return new Limits(timeout, 32L << 20, 64, 1024, timeout, 6L << 20, 1L << 20);
    }

    static GuestRequest get(String path, String query, Header... headers) {
        return request("GET", path, query, new byte[0], headers);
    }

    static GuestRequest post(String path, String body, Header... headers) {
        return request("POST", path, "", body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static GuestRequest request(
            String method, String path, String query, byte[] body, Header... headers) {
        return new GuestRequest(
                method,
                path,
                query,
                List.of(headers),
                GuestBody.of(body),
                "hello.test",
                "127.0.0.1",
                "req-1",
                Instant.now());
    }

    static Heard ask(Guest guest, GuestRequest request) {
        var heard = new Heard();
        guest.start(request, heard);
        heard.report();
        return heard;
    }

    @Override
    public void close() {
        runtime.close();
    }
}
