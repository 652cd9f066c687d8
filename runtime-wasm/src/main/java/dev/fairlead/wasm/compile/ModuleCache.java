package dev.fairlead.wasm.compile;

import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.wasm.Parser;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Compiled modules by content: on disk for ever, compiled once. What lies in the directory is
/// executed, so only our own user may read or write it.
public final class ModuleCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCache.class);

    private final CompilerSettings settings;
    private final CompilerPool compilers;
    private final ModuleInterpreter interpreter = new ModuleInterpreter();
    private final ConcurrentHashMap<ContentHash, ReentrantLock> compiling =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ContentHash, WeakReference<LoadedModule>> inUse =
            new ConcurrentHashMap<>();
    private final AtomicLong compiled = new AtomicLong();
    private final AtomicLong loadedFromCache = new AtomicLong();

    public ModuleCache(CompilerSettings settings) {
        this.settings = settings;
        this.compilers = new CompilerPool(settings);
        try {
            Files.createDirectories(settings.cacheDirectory());
            Files.setPosixFilePermissions(
                    settings.cacheDirectory(), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("making the module cache's directory", e);
        }
    }

    /// How many modules were compiled since the start.
    public long compiled() {
        return compiled.get();
    }

    /// How many were loaded from the disk without compiling.
    public long loadedFromCache() {
        return loadedFromCache.get();
    }

    /// A module is about to come: gets a compiler ready in the background.
    public void expect() {
        compilers.expect();
    }

    /// The module in `wasm`, whose content is `hash`; compiles it when nobody did yet. Blocks.
    /// Throws `BuildFailed`.
    public LoadedModule load(ContentHash hash, Path wasm) throws InterruptedException {
        return find(
                hash,
                () -> {
                    compile(wasm, file(hash));
                    compiled.incrementAndGet();
                    return define(Files.readAllBytes(file(hash)));
                });
    }

    /// The same where nobody has to wait for a compiler; else the module is interpreted. Only for
    /// modules that were compiled before: they are parsed in this process.
    public LoadedModule loadNow(ContentHash hash, Path wasm) throws InterruptedException {
        var lock = compiling.get(hash);
        return lock != null && lock.isLocked()
                ? interpreter.load(wasm)
                : find(hash, () -> interpreter.load(wasm));
    }

    private interface Otherwise {
        LoadedModule get() throws IOException, InterruptedException;
    }

    private LoadedModule find(ContentHash hash, Otherwise otherwise) throws InterruptedException {
        LoadedModule known = known(hash);
        if (known != null) {
            return known;
        }
        var lock = compiling.computeIfAbsent(hash, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            LoadedModule there = known(hash);
            if (there == null) {
                there = kept(file(hash));
            }
            if (there == null) {
                there = otherwise.get();
            }
            if (!there.interpreted()) {
                inUse.values().removeIf(reference -> reference.refersTo(null));
                inUse.put(hash, new WeakReference<>(there));
            }
            return there;
        } catch (IOException e) {
            throw new UncheckedIOException("loading a module", e);
        } finally {
            lock.unlock();
            compiling.remove(hash, lock);
        }
    }

    /// Keeps what was compiled elsewhere (`CompileAhead`) of the module whose content is `hash`,
    /// unless it is here already.
    public void adopt(ContentHash hash, InputStream compiled) throws IOException {
        if (Files.exists(file(hash))) {
            return;
        }
        Path copied = Files.createTempFile(settings.cacheDirectory(), "copying-", ".tmp");
        try {
            Files.copy(compiled, copied, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copied, file(hash), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(copied);
        }
    }

    /// What the compiled form of a module is called by this version of the compiler.
    public static String fileName(ContentHash hash) {
        return hash.hex() + "-" + CompiledFile.FORMAT + ".module";
    }

    private Path file(ContentHash hash) {
        return settings.cacheDirectory().resolve(fileName(hash));
    }

    private @Nullable LoadedModule known(ContentHash hash) {
        WeakReference<LoadedModule> reference = inUse.get(hash);
        return reference == null ? null : reference.get();
    }

    private @Nullable LoadedModule kept(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            LoadedModule module = define(Files.readAllBytes(file));
            loadedFromCache.incrementAndGet();
            return module;
        } catch (IOException e) {
            LOG.warn("A cached module is unreadable and compiled anew", e);
            return null;
        }
    }

    private void compile(Path wasm, Path file) throws IOException, InterruptedException {
        Path made = Files.createTempFile(settings.cacheDirectory(), "compiling-", ".tmp");
        try {
            compilers.compile(wasm.toAbsolutePath(), made.toAbsolutePath());
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    // The classes come from a stranger's module: loading them may throw anything.
    private static LoadedModule define(byte[] bytes) throws IOException {
        CompiledFile file = CompiledFile.read(bytes);
        try {
            Constructor<? extends Machine> constructor =
                    new ModuleClasses(file.classes()).load(file.mainClass());
            return new LoadedModule(
                    Parser.parse(file.module().array()),
                    instance -> ModuleClasses.machine(constructor, instance),
                    file.freshEachTime(),
                    false);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.warn("A compiled module cannot be loaded", e);
            throw new BuildFailed(
                    ErrorCode.MODULE_REFUSED, "The module is refused: it cannot be loaded.");
        }
    }

    @Override
    public void close() {
        compilers.close();
    }
}
