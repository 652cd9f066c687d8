package dev.fairlead.wasm.script;

import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.wasm.compile.LoadedModule;
import dev.fairlead.wasm.compile.ModuleCache;
import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;
import dev.fairlead.wasm.wasi.Wasi;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The JavaScript engine of this process: its module, loaded once, and its base, made once.
public final class ScriptEngine {
    // Half of the stack that the module was linked with; the rest is for native frames.
    private static final int STACK_BYTES = 512 << 10;
    // A call's garbage goes with its memory; only long calls need collections.
    private static final int GC_THRESHOLD = 8 << 20;

    private final ModuleCache modules;
    private final Path directory;
    private @Nullable LoadedModule module;
    private @Nullable PreparedEngine base;

    public ScriptEngine(ModuleCache modules, Path directory) {
        this.modules = modules;
        this.directory = directory;
    }

    /// Compiled with this build, or now where that is missing. Blocks.
    public synchronized LoadedModule module() throws InterruptedException {
        LoadedModule there = module;
        if (there == null) {
            byte[] wasm = resource("quickjs.wasm");
            ContentHash hash = ContentHash.of(wasm);
            adopt(hash);
            there = modules.load(hash, extract(wasm, hash));
            module = there;
        }
        return there;
    }

    private void adopt(ContentHash hash) {
        String name = ModuleCache.fileName(hash);
        try (InputStream in = ScriptEngine.class.getResourceAsStream(name)) {
            if (in != null) {
                modules.adopt(hash, in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("copying the compiled JavaScript engine", e);
        }
    }

    private Path extract(byte[] wasm, ContentHash hash) {
        Path file = directory.resolve("quickjs-" + hash.hex().substring(0, 16) + ".wasm");
        try {
            if (!Files.exists(file) || Files.size(file) != wasm.length) {
                Path made = Files.createTempFile(directory, "quickjs-", ".tmp");
                Files.write(made, wasm);
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("extracting the JavaScript engine", e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = ScriptEngine.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }

    /// On a guest thread.
    synchronized PreparedEngine base(GuestModule guestModule, GuestCall call) {
        PreparedEngine there = base;
        if (there == null) {
            there = makeBase(guestModule, call);
            base = there;
        }
        return there;
    }

    private static PreparedEngine makeBase(GuestModule guestModule, GuestCall call) {
        var engine = new QuickJs(guestModule);
        GuestInstance instance =
                guestModule.instantiate(
                        call,
                        slot ->
                                List.of(
                                        new ScriptHost(slot, engine, ScriptBundle.NONE),
                                        new Wasi(slot)));
        try {
            engine.start(instance, STACK_BYTES, GC_THRESHOLD);
            String source = new String(resource("bootstrap.js"), StandardCharsets.UTF_8);
            int bootstrap = engine.evaluate(instance, source, "fairlead:bootstrap", 0);
            int cells = engine.block(instance, 16);
            int undefined = engine.undefined(instance);
            int log = engine.hostFunction(instance, "log");
            int random = engine.hostFunction(instance, "random");
            instance.memory().writeI32(cells, log);
            instance.memory().writeI32(cells + 4, random);
            instance.memory().writeI32(cells + 8, engine.hostFunction(instance, "call"));
            int functions = engine.call(instance, bootstrap, undefined, 3, cells);
            if (engine.isException(instance, functions)) {
                throw new IllegalStateException("the bootstrap of scripts is broken");
            }
            int[] f = new int[7];
            for (int i = 0; i < f.length; i++) {
                f[i] = engine.element(instance, functions, i);
            }
            return new PreparedEngine(
                    engine,
                    instance.snapshot(),
                    undefined,
                    cells,
                    f[0],
                    f[1],
                    f[2],
                    f[3],
                    f[4],
                    f[5],
                    f[6]);
        } finally {
            instance.close();
        }
    }
}
