package dev.fairlead.builders.compiled;

import dev.fairlead.builders.compiled.Workbench.Surroundings;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.sandbox.Step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A crate with dependencies: cargo takes them from the source's `vendor` folder and, beyond it,
/// from the crates that Debian's packages install. It never asks a registry.
final class CargoBuild {
    private static final Pattern SECTION = Pattern.compile("^\\s*\\[+\\s*([^\\]\\s]+)\\s*\\]+");
    private static final Pattern KEY =
            Pattern.compile("^\\s*\"?([A-Za-z0-9_-]+)\"?(?:\\.\\w+)?\\s*=");
    private static final Set<String> SIMPLE = Set.of("package", "dependencies");
    private static final String CRATES = WorkCopy.OURS + "/crates";
    private static final String ENTRY = WorkCopy.OURS + "/entry";
    private static final String OUTPUT =
            WorkCopy.OURS + "/target/wasm32-wasi/release/fairlead_entry.wasm";

    private final Workbench bench;

    CargoBuild(Workbench bench) {
        this.bench = bench;
    }

    /// Whether the manifest says anything that the compiler alone would not know.
    static boolean wanted(BuildInput input, String manifest) {
        String section = "";
        for (String line : manifest.lines().toList()) {
            Matcher header = SECTION.matcher(line);
            Matcher key = KEY.matcher(line);
            if (header.find()) {
                section = header.group(1);
                if (!SIMPLE.contains(section)) {
                    return true;
                }
            } else if (section.equals("dependencies")
                    && key.find()
                    && !key.group(1).equals("fairlead")) {
                return true;
            }
        }
        return input.source().files().contains("build.rs");
    }

    Built build(BuildInput input, WorkCopy work, String manifest)
            throws IOException, InterruptedException {
        bench.tools().require("Rust with dependencies", List.of(Tool.CARGO));
        String name =
                packageName(manifest)
                        .orElseThrow(() ->
                                new BuildFailed(
                                        ErrorCode.COMPILE_FAILED,
                                        "Cargo.toml has no [package] with a name."));
        collectCrates(input, work);
        work.write(ENTRY + "/lib.rs", RustBuilder.ENTRY_TEXT);
        work.write(ENTRY + "/Cargo.toml", entryManifest(name));
        input.progress().phase(BuildPhase.COMPILING);
        bench.compile(input, command(), new Surroundings(environment(), Map.of()), REMARKS);
        return new Built(work.made(OUTPUT), Abi.HANDLER);
    }

    private static final Remarks REMARKS = RustBuilder.REMARKS;

    private List<String> command() {
        return List.of(
                bench.tools().path(Tool.CARGO).toString(),
                "build",
                "--offline",
                "--release",
                "--quiet",
                "--target",
                "wasm32-wasi",
                "--target-dir",
                WorkCopy.OURS + "/target",
                "--manifest-path",
                ENTRY + "/Cargo.toml",
                "--config",
                "source.crates-io.replace-with=\"fairlead-crates\"",
                "--config",
                "source.fairlead-crates.directory=\"" + Step.WORK + "/" + CRATES + "\"");
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(RustBuilder.rustFlags(bench));
        all.put("CARGO_HOME", Step.WORK + "/" + WorkCopy.OURS + "/cargo");
        return all;
    }

    private static String entryManifest(String name) {
        return """
        [package]
        name = "fairlead-entry"
        version = "0.1.0"
        edition = "2021"

        [lib]
        path = "lib.rs"
        crate-type = ["cdylib"]

        [dependencies]
        fairlead = "0.1"
        handler = { package = "%s", path = "../.." }

        [profile.release]
        opt-level = 2
        codegen-units = 1
        panic = "abort"
        strip = true

        [workspace]
        """
                .formatted(name);
    }

    /// One folder with a link to every crate that may be used, the source's own first.
    private void collectCrates(BuildInput input, WorkCopy work) throws IOException {
        var crates = new TreeMap<String, Path>();
        Path debian = bench.tools().path(Tool.RUST_CRATES);
        if (Files.isDirectory(debian)) {
            try (Stream<Path> all = Files.list(debian)) {
                all.forEach(crate -> crates.put(String.valueOf(crate.getFileName()), crate));
            }
        }
        for (String file : input.source().files()) {
            String[] parts = file.split("/", 3);
            if (parts.length == 3 && parts[0].equals("vendor")) {
                crates.put(parts[1], Path.of(Step.WORK, "vendor", parts[1]));
            }
        }
        crates.put("fairlead", Path.of(Step.WORK, RustBuilder.GLUE));
        work.write(RustBuilder.GLUE + ".cargo-checksum.json", "{\"files\":{}}");
        Path folder = Files.createDirectories(work.path(CRATES));
        for (Map.Entry<String, Path> crate : crates.entrySet()) {
            Files.createSymbolicLink(folder.resolve(crate.getKey()), crate.getValue());
        }
    }

    private static Optional<String> packageName(String manifest) {
        String section = "";
        for (String line : manifest.lines().toList()) {
            Matcher header = SECTION.matcher(line);
            if (header.find()) {
                section = header.group(1);
            } else if (section.equals("package")) {
                Matcher name =
                        Pattern.compile("^\\s*name\\s*=\\s*\"([A-Za-z0-9_-]+)\"").matcher(line);
                if (name.find()) {
                    return Optional.of(name.group(1));
                }
            }
        }
        return Optional.empty();
    }
}
