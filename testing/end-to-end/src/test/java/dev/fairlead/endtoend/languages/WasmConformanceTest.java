package dev.fairlead.endtoend.languages;

import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A module that was compiled elsewhere: the one of the C actions.
class WasmConformanceTest extends BytesConformance {
    @Override
    Language language() {
        return Language.WASM;
    }

    @Override
    Path source() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(directory.resolve("prebuilt"));
        Files.copy(build(Language.C, fixture("c")).artifact(), folder.resolve("module.wasm"));
        return folder;
    }
}
