package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Takes a module as it is and finds out which contract it follows.
public final class WasmBuilder implements Builder {
    private static final byte[] MAGIC = {0, 'a', 's', 'm'};
    private static final byte[] CORE = {1, 0, 0, 0};

    @Override
    public Built build(BuildInput input) throws IOException {
        SourceTree source = input.source();
        input.progress().phase(BuildPhase.ANALYSING);
        List<String> modules =
                source.files().stream().filter(file -> file.endsWith(".wasm")).toList();
        if (modules.isEmpty()) {
            throw new BuildFailed(ErrorCode.HANDLER_MISSING, "The source has no .wasm file.");
        }
        if (modules.size() > 1) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_AMBIGUOUS,
                    "More than one file is a module: " + String.join(", ", modules) + ".");
        }
        Path file = source.path(modules.getFirst());
        Abi abi = abiOf(modules.getFirst(), Files.readAllBytes(file));
        input.progress().line(modules.getFirst() + " follows the " + abi.word() + " contract.");
        return new Built(file, abi);
    }

    private static Abi abiOf(String name, byte[] module) {
        if (module.length < 8 || !Arrays.equals(module, 0, 4, MAGIC, 0, 4)) {
            throw refused(name, "it is not a WebAssembly module");
        }
        if (!Arrays.equals(module, 4, 8, CORE, 0, 4)) {
            throw refused(
                    name,
                    module[4] == 0x0d
                            ? "it is a component; only core modules are run (build for"
                                    + " wasm32-wasip1, or take the core module out)"
                            : "its version is not 1");
        }
        Set<String> exports;
        try {
            exports = WasmSections.exportedFunctions(module);
        } catch (IllegalArgumentException e) {
            throw refused(name, "it is not a valid module: " + e.getMessage());
        }
        if (exports.contains("fl_alloc") && exports.contains("fl_handle")) {
            return Abi.HANDLER;
        }
        if (exports.contains("_start")) {
            return Abi.COMMAND;
        }
        if (exports.contains("handle") && exports.contains("__new")) {
            return Abi.ASSEMBLYSCRIPT;
        }
        throw new BuildFailed(
                ErrorCode.HANDLER_MISSING,
                name
                        + " exports neither _start (a WASI command) nor fl_alloc and fl_handle (a"
                        + " handler).");
    }

    private static BuildFailed refused(String name, String why) {
        return new BuildFailed(
                ErrorCode.MODULE_REFUSED, "The module " + name + " is refused: " + why + ".");
    }
}
