package dev.fairlead.builders.bundled;

import dev.fairlead.builders.compiled.WorkCopy;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes one ES module of an entry and all that it imports.
final class Esbuild {
    /// Where steps see the packages: scripts below `/work` find them there.
    static final String PACKAGES = "/node_modules";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOOLS = "/tools/node_modules";
    private static final String BUNDLE = WorkCopy.OURS + "/bundle.js";
    private static final long LARGEST = 64L << 20;

    private final Workbench bench;

    Esbuild(Workbench bench) {
        this.bench = bench;
    }

    /// The module, and its `fairlead:map`, which the runtime reads: the number of sources, their
    /// names, one a line, and the mappings. `sources` are the author's files and the packages' that
    /// are in it.
    record Bundle(Path module, String map, Set<String> sources) {
        Bundle {
            sources = Set.copyOf(sources);
        }
    }

    Bundle bundle(BuildInput input, WorkCopy work, String entry, Optional<Path> packages)
            throws IOException, InterruptedException {
        Map<String, Path> readable = new HashMap<>(Map.of(TOOLS, bench.tools().packages()));
        packages.ifPresent(tree -> readable.put(PACKAGES, tree));
        StepRun.Result result =
                bench.run(
                        bench.step(command(entry), input.work()).reading(readable),
                        input.progress()::line);
        if (result.exitCode() != 0) {
            throw EsbuildErrors.failure(result.lines());
        }
        Path module = work.made(BUNDLE);
        try (InputStream in = WorkFolder.open(input.work(), BUNDLE + ".map", LARGEST)) {
            JsonNode map = JSON.readTree(in);
            List<String> names = names(map);
            return new Bundle(module, map(map, names), Set.copyOf(names));
        }
    }

    private static List<String> command(String entry) {
        List<String> all = new ArrayList<>();
        all.add(TOOLS + "/@esbuild/" + platform() + "/bin/esbuild");
        all.add("./" + entry);
        all.addAll(List.of("--bundle", "--format=esm", "--platform=browser", "--target=es2023"));
        all.addAll(List.of("--main-fields=module,main", "--conditions=fairlead,worker,module"));
        all.addAll(List.of("--outfile=" + BUNDLE, "--sourcemap=external"));
        all.addAll(List.of("--sources-content=false", "--charset=utf8"));
        all.addAll(List.of("--define:process.env.NODE_ENV=\"production\"", "--loader:.txt=text"));
        all.addAll(List.of("--color=false", "--log-level=warning", "--log-limit=100"));
        return all;
    }

    static String platform() {
        return System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
    }

    private static List<String> names(JsonNode map) {
        List<String> names = new ArrayList<>();
        for (JsonNode source : map.path("sources")) {
            // Named from where the map lies.
            String name = Path.of(WorkCopy.OURS, source.asString("")).normalize().toString();
            names.add(EsbuildErrors.shown(name));
        }
        return names;
    }

    private static String map(JsonNode map, List<String> names) {
        var text = new StringBuilder();
        text.append(names.size()).append('\n');
        for (String name : names) {
            text.append(name.replaceAll("\\s", "_")).append('\n');
        }
        return text.append(map.path("mappings").asString("")).append('\n').toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
