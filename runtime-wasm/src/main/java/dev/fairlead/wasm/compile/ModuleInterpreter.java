package dev.fairlead.wasm.compile;

import com.dylibso.chicory.runtime.InterpreterMachine;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Loads modules to be interpreted until they are compiled: slower to run, sooner to answer. One at
/// a time, since a parsed module takes many times its size.
final class ModuleInterpreter {
    private static final long STACK_BYTES = 64L << 20;

    /// Blocks. Throws `BuildFailed`.
    LoadedModule load(Path wasm) throws InterruptedException {
        var parsed = new FutureTask<>(() -> parse(wasm));
        synchronized (this) {
            // The parser recurses with the nesting of the module.
            new Thread(null, parsed, "module-parser", STACK_BYTES).start();
            try {
                return parsed.get();
            } catch (ExecutionException e) {
                throw refused(e.getCause());
            }
        }
    }

    private static LoadedModule parse(Path wasm) throws IOException {
        WasmModule module = Parser.parse(Files.readAllBytes(wasm));
        boolean fresh = ModuleScan.scan(module);
        return new LoadedModule(module, InterpreterMachine::new, fresh, true);
    }

    private static RuntimeException refused(@Nullable Throwable why) {
        return switch (why) {
            case IOException e -> new UncheckedIOException(e);
            case ModuleRefused e ->
                    new BuildFailed(
                            ErrorCode.MODULE_REFUSED,
                            "The module is refused: " + e.getMessage() + ".");
            case ChicoryException _, StackOverflowError _ ->
                    new BuildFailed(ErrorCode.MODULE_REFUSED, "The module is not valid.");
            case null, default -> new IllegalStateException("parsing a module", why);
        };
    }
}
