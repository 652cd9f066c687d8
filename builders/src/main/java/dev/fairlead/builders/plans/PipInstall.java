package dev.fairlead.builders.plans;

import dev.fairlead.builders.bundled.PackageCache;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Installs the packages of a `requirements.txt` with pip, which may reach PyPI and nothing else
/// and takes what is built already (wheels); or takes what an earlier build of the same tenant
/// installed.
final class PipInstall {
    private static final Set<String> HOSTS = Set.of("pypi.org:443", "files.pythonhosted.org:443");
    private static final String INDEX = "https://pypi.org/simple/";
    private static final String MADE = "packages";
    private static final Pattern NEEDED = Pattern.compile(".*\\.(whl|txt)");
    private static final Pattern PINNED =
            Pattern.compile("[A-Za-z0-9._-]+(\\[[A-Za-z0-9._,-]+\\])?==[^*\\s;]+.*");
    private static final Pattern VERSION = Pattern.compile("(?:.*/)?python:(3\\.[0-9]{1,2})\\b.*");

    private final Workbench bench;
    private final PackageCache cache;

    PipInstall(Workbench bench) {
        this.bench = bench;
        this.cache = new PackageCache(bench.cache().resolve("pip"), bench.npm().cacheBytes());
    }

    PackageCache.Lease packages(BuildInput input, Folder folder, Plan plan)
            throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.INSTALLING);
        boolean pinned = pinned(folder);
        ContentHash key = key(folder, plan);
        if (pinned) {
            Optional<PackageCache.Lease> kept = cache.take(input.tenant(), key);
            if (kept.isPresent()) {
                input.progress().line("The packages are those of an earlier build.");
                return kept.get();
            }
        } else {
            input.progress()
                    .line(
                            "Warning: not every line of requirements.txt names one version (==), so"
                                    + " this build cannot be repeated, and its packages are not"
                                    + " kept.");
        }
        bench.tools().require("Python packages", List.of(Tool.PYTHON, Tool.PIP));
        return cache.installed(
                input.tenant(), key, pinned, MADE, work -> install(input, folder, plan, work));
    }

    private void install(BuildInput input, Folder folder, Plan plan, Path work)
            throws IOException, InterruptedException {
        for (String file : folder.files()) {
            if (NEEDED.matcher(file).matches()) {
                Path copy = work.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(folder.path(file), copy);
            }
        }
        Step step =
                bench.step(command(plan), work)
                        .with(Map.of("PYTHONDONTWRITEBYTECODE", "1"), Map.of())
                        .reaching(HOSTS);
        StepRun.Result result = bench.run(step, input.progress()::line);
        if (result.exitCode() != 0) {
            throw new BuildFailed(ErrorCode.DEPENDENCIES_FAILED, reason(result.lines()));
        }
    }

    private List<String> command(Plan plan) {
        var all = new ArrayList<>(List.of(bench.tools().path(Tool.PYTHON).toString()));
        all.addAll(List.of("-m", "pip", "--isolated", "install", "--no-input"));
        all.addAll(List.of("--no-cache-dir", "--disable-pip-version-check", "--no-compile"));
        all.addAll(List.of("--only-binary=:all:", "--progress-bar=off", "--retries=1"));
        all.addAll(List.of("--timeout=30", "--root-user-action=ignore", "--index-url=" + INDEX));
        all.addAll(List.of("--target=" + Step.WORK + "/" + MADE));
        Matcher version = VERSION.matcher(plan.base().orElse(""));
        if (version.matches()) {
            all.add("--python-version=" + version.group(1));
            all.add("--implementation=cp");
            String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
            for (String libc : List.of("manylinux_2_28_", "manylinux_2_17_", "manylinux2014_")) {
                all.add("--platform=" + libc + machine);
            }
        }
        all.addAll(List.of("--requirement", Step.WORK + "/" + PythonPlan.REQUIREMENTS));
        return all;
    }

    private static String reason(List<String> lines) {
        List<String> said =
                lines.stream()
                        .filter(line -> line.startsWith("ERROR:"))
                        .map(line -> line.substring("ERROR:".length()).strip())
                        .limit(4)
                        .toList();
        return said.isEmpty()
                ? "pip could not install the packages; see the build's log."
                : "pip could not install the packages: " + String.join("; ", said);
    }

    private static boolean pinned(Folder folder) throws IOException {
        return Files.readString(folder.path(PythonPlan.REQUIREMENTS), StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .filter(line -> !line.startsWith("--hash="))
                .allMatch(line -> PINNED.matcher(line).matches());
    }

    private ContentHash key(Folder folder, Plan plan) throws IOException {
        var text = new StringBuilder();
        text.append(bench.tools().state(Tool.PYTHON)).append('\n');
        text.append(bench.tools().state(Tool.PIP)).append('\n').append(command(plan)).append('\n');
        byte[] content = Files.readAllBytes(folder.path(PythonPlan.REQUIREMENTS));
        text.append(ContentHash.of(content));
        return ContentHash.of(bytes(text.toString()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
