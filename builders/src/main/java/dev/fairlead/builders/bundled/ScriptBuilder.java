package dev.fairlead.builders.bundled;

import dev.fairlead.builders.analysis.Report;
import dev.fairlead.builders.analysis.Verdict;
import dev.fairlead.builders.compiled.WorkCopy;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.compiled.Workbench.Surroundings;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.builders.parsing.Scripts;
import dev.fairlead.builders.parsing.SourceReading;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.sandbox.StepRun;
import dev.fairlead.sandbox.WorkFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Builds JavaScript and TypeScript. All is read by a parser first, in a step; what is plain is put
/// together here then, and types, packages and a build script of the author's need further steps.
public final class ScriptBuilder implements Builder {
    private static final String BUNDLE = "bundle.js";
    private static final String MAP = "fairlead:map";

    private final Workbench bench;
    private final boolean typed;
    private final PackageInstall install;
    private final Esbuild esbuild;
    private final SourceReading reading;

    private ScriptBuilder(Workbench bench, boolean typed, PackageInstall install) {
        this.bench = bench;
        this.typed = typed;
        this.install = install;
        this.esbuild = new Esbuild(bench);
        this.reading =
                new SourceReading(
                        bench, SourceReading.scripts(typed ? "TypeScript" : "JavaScript"));
    }

    /// For JavaScript and for TypeScript, in this order; they share the packages they keep.
    public static List<Builder> both(Workbench bench) {
        var install = new PackageInstall(bench);
        return List.of(
                new ScriptBuilder(bench, false, install), new ScriptBuilder(bench, true, install));
    }

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        PackageFile manifest = PackageFile.of(input.source());
        Scripts scripts = scripts(input, manifest);
        boolean scripted =
                manifest.buildScript() && (manifest.entry().isPresent() || !scripts.haveHandler());
        boolean named = scripted || manifest.entry().isPresent();
        boolean packages =
                scripted
                        ? !manifest.dependencies().isEmpty() || !manifest.development().isEmpty()
                        : !manifest.dependencies().isEmpty() && scripts.importPackages();
        if (!typed && !named && !packages) {
            return PlainScripts.build(input, scripts);
        }
        String entry = named ? named(input, manifest, scripted) : scripts.entry();
        input.progress().line("The handler is in " + entry + ".");
        bench.tools()
                .requirePackage(typed ? "TypeScript" : "JavaScript with npm packages", "esbuild");
        if (!packages) {
            return make(input, scripts, entry, scripted, Optional.empty());
        }
        try (PackageCache.Lease lease = install.packages(input, manifest, scripted)) {
            return make(input, scripts, entry, scripted, Optional.of(lease.tree()));
        }
    }

    /// Throws `BuildFailed` for what they may not use.
    private Scripts scripts(BuildInput input, PackageFile manifest)
            throws IOException, InterruptedException {
        List<String> files = Scripts.files(input.source());
        Set<String> dependencies = new HashSet<>(manifest.dependencies().keySet());
        dependencies.addAll(manifest.development().keySet());
        Report report = reading.read(input, files, dependencies);
        Scripts scripts =
                Scripts.of(typed ? Scripts.TYPED : Scripts.PLAIN, files, report, manifest.tools());
        Verdict.judge(
                scripts.report(Set.copyOf(manifest.entry().stream().toList())),
                input.progress()::line);
        return scripts;
    }

    private static String named(BuildInput input, PackageFile manifest, boolean scripted) {
        String entry =
                manifest.entry()
                        .or(manifest::main)
                        .orElseThrow(() ->
                                new BuildFailed(
                                        ErrorCode.HANDLER_MISSING,
                                        "No file has a handler. Where the build script makes it,"
                                                + " name it in package.json: \"fairlead\":"
                                                + " {\"entry\": \"dist/index.js\"}."));
        Path path = Path.of(entry);
        boolean inside =
                !path.isAbsolute()
                        && path.equals(path.normalize())
                        && !path.startsWith("..")
                        && !entry.isEmpty();
        if (!inside || (!scripted && !input.source().files().contains(entry))) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    "package.json names the entry " + entry + ", which is not in the source.");
        }
        return entry;
    }

    private Built make(
            BuildInput input,
            Scripts scripts,
            String entry,
            boolean scripted,
            Optional<Path> packages)
            throws IOException, InterruptedException {
        WorkCopy work = WorkCopy.of(input, List.of("node_modules"));
        input.progress().phase(BuildPhase.COMPILING);
        if (scripted) {
            runScript(input, packages);
            if (!WorkFolder.has(input.work(), entry)) {
                throw new BuildFailed(
                        ErrorCode.HANDLER_MISSING,
                        "The build script made no file " + entry + ", which package.json names.");
            }
        } else {
            exportHandler(input, work, scripts, entry);
        }
        Esbuild.Bundle bundle = esbuild.bundle(input, work, entry, packages);
        // The bundler may find files in ways of its own, such as the paths of a tsconfig.json.
        Verdict.judge(scripts.report(bundle.sources()), _ -> {});
        input.progress().phase(BuildPhase.PACKAGING);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(BUNDLE, Files.readAllBytes(bundle.module()));
        files.put(MAP, Esbuild.bytes(bundle.map()));
        Path artifact = Files.createTempFile(input.work(), "script", ".js");
        PlainScripts.write(artifact, files);
        input.progress().line("Bundled into " + Files.size(artifact) + " bytes.");
        return new Built(artifact, Abi.SCRIPT);
    }

    private void runScript(BuildInput input, Optional<Path> packages)
            throws IOException, InterruptedException {
        bench.tools().require("a build script", List.of(Tool.NODE, Tool.NPM));
        List<String> command =
                List.of(
                        bench.tools().path(Tool.NODE).toString(),
                        bench.tools().path(Tool.NPM).toString(),
                        "run",
                        "build",
                        "--no-update-notifier",
                        "--cache=/tmp/npm");
        Map<String, Path> readable = Map.of();
        if (packages.isPresent()) {
            readable = Map.of(Esbuild.PACKAGES, packages.get());
        }
        StepRun.Result result = bench.run(input, command, new Surroundings(Map.of(), readable));
        if (result.exitCode() != 0) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED,
                    "The build script ended with " + result.exitCode() + "; see the build's log.");
        }
    }

    /// A plain script's `handle` would be left out of a bundle as something that nobody uses.
    private static void exportHandler(
            BuildInput input, WorkCopy work, Scripts scripts, String entry) throws IOException {
        if (scripts.hasHandler(entry) && !scripts.exports(entry)) {
            work.write(entry, WorkCopy.text(input, entry) + "\nexport { handle };\n");
        }
    }
}
