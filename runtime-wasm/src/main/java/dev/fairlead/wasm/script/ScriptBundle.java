package dev.fairlead.wasm.script;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files of one script function and which of them is the entry. On disk: the line
/// `//fairlead-script 1`, then for each file, the entry first, `//file LENGTH NAME` and its bytes.
/// A bundle also has a `SourceMap`. Any other file is a script by itself.
record ScriptBundle(String entry, Map<String, String> files, SourceMap places) {
    private static final String MAGIC = "//fairlead-script 1\n";
    private static final String FILE = "//file ";

    static final ScriptBundle NONE = new ScriptBundle("", Map.of(), SourceMap.NONE);

    static ScriptBundle read(Path artifact) {
        try {
            return parse(Files.readAllBytes(artifact));
        } catch (IOException e) {
            throw new UncheckedIOException("reading a script", e);
        }
    }

    static ScriptBundle parse(byte[] bytes) {
        int at = MAGIC.length();
        if (bytes.length < at || !new String(bytes, 0, at, StandardCharsets.UTF_8).equals(MAGIC)) {
            return new ScriptBundle(
                    "index.js",
                    Map.of("index.js", new String(bytes, StandardCharsets.UTF_8)),
                    SourceMap.NONE);
        }
        Map<String, String> files = new LinkedHashMap<>();
        String entry = "";
        while (at < bytes.length) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            String line = new String(bytes, at, end - at, StandardCharsets.UTF_8);
            int space = line.indexOf(' ', FILE.length());
            if (!line.startsWith(FILE) || space < 0) {
                throw broken();
            }
            int length = Integer.parseInt(line.substring(FILE.length(), space));
            if (length < 0 || end + 1 + length > bytes.length) {
                throw broken();
            }
            String name = line.substring(space + 1);
            files.put(name, new String(bytes, end + 1, length, StandardCharsets.UTF_8));
            if (entry.isEmpty()) {
                entry = name;
            }
            at = end + 1 + length;
        }
        String map = files.remove(SourceMap.FILE);
        return new ScriptBundle(
                entry, files, map == null ? SourceMap.NONE : SourceMap.parse(entry, map));
    }

    private static BuildFailed broken() {
        return new BuildFailed(ErrorCode.SOURCE_INVALID, "The script's container is broken.");
    }

    /// The file that `specifier` names when it stands in `importer`; the specifier itself where
    /// there is none.
    String resolve(String importer, String specifier) {
        if (!specifier.startsWith("./") && !specifier.startsWith("../")) {
            return specifier;
        }
        int slash = importer.lastIndexOf('/');
        Path folder = Path.of(slash < 0 ? "" : importer.substring(0, slash));
        String name = folder.resolve(specifier).normalize().toString();
        if (files.containsKey(name)) {
            return name;
        }
        for (String ending : new String[] {".js", ".mjs", "/index.js"}) {
            if (files.containsKey(name + ending)) {
                return name + ending;
            }
        }
        return name;
    }
}
