package dev.fairlead.builders.bundled;

import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepRun;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Installs a source's packages with npm, which may reach the registry and nothing else and runs no
/// script of theirs; or takes what an earlier build of the same tenant installed.
public final class PackageInstall {
    private static final String TOKEN = "NPM_TOKEN";
    private static final String SETTINGS = ".npmrc";
    private static final String USER_SETTINGS = "npmrc";
    private static final Set<String> HARMLESS =
            Set.of("legacy-peer-deps", "strict-peer-deps", "engine-strict", "prefer-dedupe");

    private final Workbench bench;
    private final PackageCache cache;

    public PackageInstall(Workbench bench) {
        this.bench = bench;
        this.cache = new PackageCache(bench.cache().resolve("npm"), bench.npm().cacheBytes());
    }

    /// The tree of packages. `development` is whether those for the author's own build are needed.
    public PackageCache.Lease packages(BuildInput input, PackageFile manifest, boolean development)
            throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.INSTALLING);
        boolean locked = input.source().files().contains(PackageFile.LOCK);
        ContentHash key = key(input, manifest, development);
        if (locked) {
            Optional<PackageCache.Lease> kept = cache.take(input.tenant(), key);
            if (kept.isPresent()) {
                input.progress().line("The packages are those of an earlier build.");
                return kept.get();
            }
        } else {
            input.progress()
                    .line(
                            "Warning: without package-lock.json this build cannot be repeated, and"
                                    + " its packages are not kept.");
        }
        bench.tools().require("npm packages", List.of(Tool.NODE, Tool.NPM));
        return cache.installed(
                input.tenant(),
                key,
                locked,
                "node_modules",
                work -> install(input, work, development, locked));
    }

    private void install(BuildInput input, Path work, boolean development, boolean locked)
            throws IOException, InterruptedException {
        SourceTree source = input.source();
        for (String file : List.of(PackageFile.NAME, PackageFile.LOCK)) {
            if (source.files().contains(file)) {
                Files.copy(source.path(file), work.resolve(file));
            }
        }
        Files.writeString(work.resolve(SETTINGS), settings(input));
        URI registry = bench.npm().registry();
        Map<String, String> secrets = new HashMap<>();
        secrets.put(USER_SETTINGS, "");
        String token = input.secrets().get(TOKEN);
        if (token != null) {
            String where = registry.getRawAuthority() + registry.getRawPath();
            secrets.put(USER_SETTINGS, "//" + where + ":_authToken=" + token.strip() + "\n");
            // So that it is masked by itself, too.
            secrets.put(TOKEN, token.strip());
        }
        Step step =
                bench.step(command(registry, development, locked), work)
                        .with(Map.of("npm_config_update_notifier", "false"), secrets)
                        .reaching(Set.of(bench.npm().host()));
        StepRun.Result result = bench.run(step, input.progress()::line);
        if (result.exitCode() != 0) {
            throw new BuildFailed(ErrorCode.DEPENDENCIES_FAILED, reason(result.lines()));
        }
    }

    private List<String> command(URI registry, boolean development, boolean locked) {
        var all =
                new ArrayList<>(
                        List.of(
                                bench.tools().path(Tool.NODE).toString(),
                                bench.tools().path(Tool.NPM).toString(),
                                locked ? "ci" : "install"));
        all.addAll(List.of("--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"));
        all.addAll(List.of("--registry=" + registry, "--fetch-retries=1"));
        all.addAll(List.of("--fetch-retry-mintimeout=500", "--cache=" + Step.WORK + "/.npm"));
        all.add("--userconfig=" + Step.SECRETS + USER_SETTINGS);
        if (!locked) {
            all.add("--no-package-lock");
        }
        if (!development) {
            all.add("--omit=dev");
        }
        return all;
    }

    /// The settings that change which packages fit together, and nothing else.
    private static String settings(BuildInput input) throws IOException {
        var text = new StringBuilder();
        if (input.source().files().contains(SETTINGS)) {
            for (String line : Files.readAllLines(input.source().path(SETTINGS))) {
                String key = line.split("=", 2)[0].strip();
                boolean said = !key.isEmpty() && !key.startsWith("#") && !key.startsWith(";");
                if (HARMLESS.contains(key)) {
                    text.append(line.strip()).append('\n');
                } else if (said) {
                    int colon = key.lastIndexOf(':');
                    input.progress()
                            .line(
                                    "Warning: .npmrc: "
                                            + key.substring(colon + 1)
                                            + " is left out; the server's settings hold.");
                }
            }
        }
        return text.toString();
    }

    private static String reason(List<String> lines) {
        List<String> said =
                lines.stream()
                        .filter(line -> line.startsWith("npm error") || line.startsWith("npm ERR!"))
                        .map(line -> line.replaceFirst("npm (?:error|ERR!)", "").strip())
                        .filter(line -> !line.isEmpty() && !line.contains("complete log"))
                        .limit(4)
                        .toList();
        return said.isEmpty()
                ? "npm could not install the packages; see the build's log."
                : "npm could not install the packages: " + String.join("; ", said);
    }

    private ContentHash key(BuildInput input, PackageFile manifest, boolean development)
            throws IOException {
        var text = new StringBuilder();
        text.append(bench.tools().state(Tool.NODE)).append('\n');
        text.append(bench.tools().state(Tool.NPM)).append('\n');
        text.append(bench.npm().registry()).append('\n').append(development).append('\n');
        text.append(manifest.dependencies()).append(manifest.development()).append('\n');
        String token = input.secrets().getOrDefault(TOKEN, "");
        text.append(ContentHash.of(bytes(token))).append('\n');
        for (String file : List.of(SETTINGS, PackageFile.LOCK)) {
            if (input.source().files().contains(file)) {
                byte[] content = Files.readAllBytes(input.source().path(file));
                text.append(file).append(ContentHash.of(content)).append('\n');
            }
        }
        return ContentHash.of(bytes(text.toString()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
