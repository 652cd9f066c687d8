package dev.fairlead.wasm;

import dev.fairlead.wasm.compile.CompilerSettings;
import dev.fairlead.wasm.threads.ThreadSettings;

import java.nio.file.Path;
import java.time.Duration;

/// How guests run as WebAssembly. `mostPages` of 64 KiB bound all their memories together,
/// `mostLoaded` the guests that are loaded at a time; one that was not asked for `idleAfter` gives
/// back its instances, and after ten times that its code.
public record WasmSettings(
        CompilerSettings compiler,
        ThreadSettings threads,
        long mostPages,
        int mostLoaded,
        Duration idleAfter) {
    /// With half of the heap for memories. Everything is derived from this JVM but the directory
    /// for compiled modules.
    public static WasmSettings of(Path cacheDirectory) {
        return new WasmSettings(
                CompilerSettings.of(cacheDirectory),
                ThreadSettings.forCores(Runtime.getRuntime().availableProcessors()),
                Runtime.getRuntime().maxMemory() / 2 / 65_536,
                1000,
                Duration.ofSeconds(60));
    }
}
