package dev.fairlead.builders.compiled;

import dev.fairlead.builders.compiled.Workbench.Surroundings;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Compiles Rust for WASI: a crate whose root has `pub fn handle`, or `fn main` as a WASI command.
/// The compiler alone does for one crate; with dependencies, cargo builds from a folder of crates.
public final class RustBuilder implements Builder {
    static final Remarks REMARKS =
            Remarks.of(
                    "^error(?:\\[E\\d+\\])?: (?<message>.*)$",
                    "^\\s*--> (?<file>[^:]+):(?<line>\\d+):(?<column>\\d+)");
    static final String GLUE = WorkCopy.OURS + "/rust/";
    static final String ENTRY_TEXT = "fairlead::entry!(handler::handle);\n";
    private static final List<String> ROOTS =
            List.of(
                    "src/lib.rs",
                    "lib.rs",
                    "src/handler.rs",
                    "handler.rs",
                    "src/main.rs",
                    "main.rs");
    private static final Pattern HANDLER =
            Pattern.compile("(?m)^\\s*pub\\s+(?:fn\\s+handle\\b|use\\s[^;]*\\bhandle\\s*[;}])");
    private static final Pattern MAIN = Pattern.compile("(?m)^\\s*(?:pub\\s+)?fn\\s+main\\s*\\(");
    private static final Pattern EDITION = Pattern.compile("(?m)^\\s*edition\\s*=\\s*\"(\\d{4})\"");
    private static final String MODULE = WorkCopy.OURS + "/module.wasm";

    private final Workbench bench;
    private final CargoBuild cargo;

    public RustBuilder(Workbench bench) {
        this.bench = bench;
        this.cargo = new CargoBuild(bench);
    }

    private record Root(String file, boolean command) {}

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        bench.tools().require("Rust", List.of(Tool.RUSTC, Tool.RUST_STD, Tool.RUST_LINKER));
        Root root = root(input);
        input.progress().line("The handler is in " + root.file + ".");
        WorkCopy work = WorkCopy.of(input);
        for (String file : List.of("src/lib.rs", "src/contract.rs", "src/json.rs", "src/log.rs")) {
            work.add("rust/" + file, GLUE + file);
        }
        work.add("rust/Cargo.toml", GLUE + "Cargo.toml");
        Optional<String> manifest = manifest(input);
        if (manifest.isPresent() && CargoBuild.wanted(input, manifest.get())) {
            return cargo.build(input, work, manifest.get());
        }
        input.progress().phase(BuildPhase.COMPILING);
        String edition = manifest.map(RustBuilder::edition).orElse("2021");
        run(input, library("fairlead", "2021", List.of(), GLUE + "src/lib.rs"));
        List<String> linked =
                List.of("--extern", "fairlead=" + WorkCopy.OURS + "/libfairlead.rlib");
        if (root.command) {
            run(input, module("bin", edition, linked, root.file));
            return new Built(work.made(MODULE), Abi.COMMAND);
        }
        run(input, library("handler", edition, linked, root.file));
        work.write(WorkCopy.OURS + "/entry.rs", ENTRY_TEXT);
        List<String> both = new ArrayList<>(linked);
        both.addAll(List.of("--extern", "handler=" + WorkCopy.OURS + "/libhandler.rlib"));
        run(input, module("cdylib", "2021", both, WorkCopy.OURS + "/entry.rs"));
        return new Built(work.made(MODULE), Abi.HANDLER);
    }

    private void run(BuildInput input, List<String> command)
            throws IOException, InterruptedException {
        bench.compile(input, command, Surroundings.NONE, REMARKS);
    }

    private List<String> library(String name, String edition, List<String> linked, String file) {
        List<String> all = command(edition);
        all.addAll(List.of("--crate-type", "rlib", "--crate-name", name));
        all.addAll(List.of("--out-dir", WorkCopy.OURS));
        all.addAll(linked);
        all.add(file);
        return all;
    }

    private List<String> module(String type, String edition, List<String> linked, String file) {
        List<String> all = command(edition);
        all.addAll(List.of("--crate-type", type, "--crate-name", "entry", "-C", "strip=symbols"));
        all.addAll(List.of("-C", "linker=" + bench.tools().path(Tool.RUST_LINKER)));
        linkArguments().forEach(argument -> all.addAll(List.of("-C", "link-arg=" + argument)));
        all.addAll(List.of("-o", MODULE));
        all.addAll(linked);
        all.add(file);
        return all;
    }

    /// A stack that overflows is a trap where it comes first in memory, and not another value.
    static List<String> linkArguments() {
        return List.of("-zstack-size=65536", "--stack-first");
    }

    private List<String> command(String edition) {
        return new ArrayList<>(
                List.of(
                        bench.tools().path(Tool.RUSTC).toString(),
                        "--target",
                        "wasm32-wasi",
                        "--edition",
                        edition,
                        "-C",
                        "opt-level=2",
                        "-C",
                        "codegen-units=1",
                        "-C",
                        "embed-bitcode=no",
                        "-C",
                        "panic=abort"));
    }

    private static Optional<String> manifest(BuildInput input) throws IOException {
        return input.source().files().contains("Cargo.toml")
                ? Optional.of(WorkCopy.text(input, "Cargo.toml"))
                : Optional.empty();
    }

    private static String edition(String manifest) {
        Matcher edition = EDITION.matcher(manifest);
        return edition.find() ? edition.group(1) : "2015";
    }

    private static Root root(BuildInput input) throws IOException {
        List<String> files = input.source().files();
        List<String> rust = files.stream().filter(file -> file.endsWith(".rs")).toList();
        List<String> candidates = rust.size() == 1 ? rust : ROOTS;
        List<Root> found = new ArrayList<>();
        for (String file : candidates) {
            if (files.contains(file)) {
                String text = WorkCopy.text(input, file);
                boolean handler = HANDLER.matcher(text).find();
                if (handler || MAIN.matcher(text).find()) {
                    found.add(new Root(file, !handler));
                }
            }
        }
        List<Root> handlers = found.stream().filter(root -> !root.command).toList();
        List<Root> chosen = handlers.isEmpty() ? found : handlers;
        return switch (chosen.size()) {
            case 1 -> chosen.getFirst();
            case 0 ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_MISSING,
                            "No `pub fn handle(request: Request) -> Response` and no `fn main()` is"
                                    + " in "
                                    + String.join(", ", candidates)
                                    + ".");
            default ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_AMBIGUOUS,
                            "More than one file has a handler: "
                                    + String.join(", ", chosen.stream().map(Root::file).toList())
                                    + ".");
        };
    }

    /// What cargo needs of the rest.
    static Map<String, String> rustFlags(Workbench bench) {
        var flags = new StringBuilder();
        for (String argument : linkArguments()) {
            flags.append(flags.isEmpty() ? "" : " ").append("-C link-arg=").append(argument);
        }
        return Map.of(
                "RUSTC", bench.tools().path(Tool.RUSTC).toString(),
                "CARGO_TARGET_WASM32_WASI_LINKER", bench.tools().path(Tool.RUST_LINKER).toString(),
                "CARGO_TARGET_WASM32_WASI_RUSTFLAGS", flags.toString());
    }
}
