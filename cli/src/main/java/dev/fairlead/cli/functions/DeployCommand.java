package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.Functions;
import dev.fairlead.cli.local.plans.LocalPlan;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.passwords.PasswordOptions;
import dev.fairlead.cli.sources.ProjectFile;
import dev.fairlead.cli.sources.SourceUpload;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;
import dev.fairlead.model.wire.PasswordUserJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// `deploy`: source in, answering URL out, with the build's log on the way.
@Command(
        name = "deploy",
        description = "Deploy a file, a folder or an image and show its URL.",
        footer = {
            "",
            "Example: fairlead deploy hello.js --project demo",
            "Example: fairlead deploy hello.js --environment staging --set MODE=trial",
            "Example: fairlead deploy --image registry.example.com/shop/web:1.4 --port 3000",
            "Example: fairlead deploy web --plan",
            "Example: fairlead deploy hello.js --strategy canary --steps 10@30s,50@1m"
        })
public final class DeployCommand implements Callable<Integer> {
    private static final List<String> BUILT =
            List.of(
                    "package.json",
                    "Cargo.toml",
                    "go.mod",
                    "pubspec.yaml",
                    "index.js",
                    "index.mjs",
                    "index.ts",
                    "index.tsx",
                    "asconfig.json");

    private static final List<String> COMPOSE =
            List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");
    private static final Set<String> WITH_VARIABLES = Set.of("function", "app", "stack");

    @Mixin private Terminal terminal = new Terminal();
    @Mixin private SettingsOptions settings = new SettingsOptions();
    @Mixin private PasswordOptions passwords = new PasswordOptions();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = ".",
            description = "a source file or module, an archive, or a folder (default: here)")
    private Path path = Path.of(".");

    @Option(names = "--name", description = "the function's name (default: the file's or folder's)")
    private @Nullable String name;

    @Option(names = "--project", description = "the project (default: fairlead.yaml's, or default)")
    private @Nullable String project;

    @Option(
            names = "--language",
            description = "what it is written in (default: found by its files)")
    private @Nullable String language;

    @Mixin private ImageOptions image = new ImageOptions();

    @Mixin private StrategyOptions strategy = new StrategyOptions();

    @Option(
            names = {"-e", "--environment"},
            description = "where to (default: production)")
    private @Nullable String environment;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "a variable of this deployment alone; several times for several")
    private @Nullable Map<String, String> set;

    @Option(names = "--allow-secrets", description = "send files that look like secrets, too")
    private boolean allowSecrets;

    @Option(
            names = "--plan",
            description = "of an app: show how its image would be made, and make nothing")
    private boolean plan;

    @Option(names = "--detach", description = "return as soon as the deployment has an id")
    private boolean detach;

    @Override
    public Integer call() {
        if (plan) {
            return planned();
        }
        if (image.wished()) {
            return image.inFolder(folder -> deploy(folder, image.name()));
        }
        Path here = path.toAbsolutePath().normalize();
        return deploy(here, nameOf(here));
    }

    /// Nothing is sent for it.
    private Integer planned() {
        Path here = path.toAbsolutePath().normalize();
        ProjectFile file = Files.isDirectory(here) ? ProjectFile.read(here) : ProjectFile.NOTHING;
        String kind = file.kind().or(() -> kindOf(here, file, file.language())).orElse("function");
        if (image.wished() || !kind.equals("app")) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "--plan is for the folder of an app; write `kind: app` in fairlead.yaml");
        }
        Path source = file.source().map(here::resolve).orElse(here);
        List<String> lines = LocalPlan.of(source, allowSecrets);
        if (terminal.json()) {
            terminal.out().println(ApiClient.line(Map.of("plan", lines)));
        } else {
            lines.forEach(terminal.out()::println);
        }
        return ExitCode.OK.number();
    }

    private Integer deploy(Path here, String usual) {
        ApiClient api = terminal.api();
        ProjectFile file =
                ProjectFile.read(Files.isDirectory(here) ? here : here.resolveSibling("."));
        boolean folder = Files.isDirectory(here);
        String in = first(project, file.project()).orElse(Functions.DEFAULT_PROJECT);
        String called = first(name, folder ? file.name() : Optional.empty()).orElse(usual);
        Path source =
                folder ? file.source().or(file::publish).map(here::resolve).orElse(here) : here;
        Optional<String> written = first(language, folder ? file.language() : Optional.empty());

        var functions = new Functions(api);
        Optional<String> kind =
                folder ? file.kind().or(() -> kindOf(here, file, written)) : Optional.empty();
        FunctionResponse function = functions.findOrMake(in, called, kind);
        change(api, function, folder ? file : ProjectFile.NOTHING);
        boolean variables = WITH_VARIABLES.contains(function.kind());
        if (set != null && !variables) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--set: a " + function.kind() + " has no variables");
        }
        if (function.kind().equals("proxy")) {
            return new UpstreamDeployment(terminal, api)
                    .send(function, file.upstream(), releasing());
        }
        var upload =
                new SourceUpload(
                        api,
                        "/functions/" + function.id() + "/deployments",
                        releasing(),
                        written.orElse(null),
                        new SourceUpload.Reading(function.kind(), allowSecrets),
                        overrides());
        if (terminal.curl() && terminal.printed(api, upload.whole(source))) {
            return ExitCode.OK.number();
        }
        SourceUpload.Sent sent = upload.send(source);
        if (!sent.saved().isEmpty() && !terminal.json() && !detach) {
            terminal.out().println("  " + sent.saved());
        }
        JsonNode accepted = sent.deployment();
        if (detach) {
            if (!terminal.printed(api, accepted)) {
                terminal.out().println(accepted.path("id").asString());
            }
            return ExitCode.OK.number();
        }
        return new DeploymentLog(terminal).follow(api, function, accepted);
    }

    private void change(ApiClient api, FunctionResponse function, ProjectFile file) {
        Map<String, Object> changes = settings.changes(file);
        Optional<List<PasswordUserJson>> users = passwords.changed(terminal, function, List.of());
        users.ifPresent(all -> changes.put("users", all));
        if (!changes.isEmpty() && !terminal.curl()) {
            var call = api.put("/functions/" + function.id(), changes);
            api.send(users.isPresent() ? call.with(PasswordOptions.unlessChanged(function)) : call);
        }
    }

    /// As the API takes them: JSON in base64url.
    private Map<String, String> overrides() {
        if (set == null) {
            return Map.of();
        }
        byte[] json = ApiClient.line(set).getBytes(StandardCharsets.UTF_8);
        return Map.of("fairlead-variables", Base64.getUrlEncoder().encodeToString(json));
    }

    private Map<String, @Nullable String> releasing() {
        Map<String, @Nullable String> query = strategy.query();
        query.put("environment", environment);
        return query;
    }

    /// A page, and nothing that says how it is built or run, is a site; what has a compose file is
    /// a stack, and otherwise what has a Dockerfile, or says what runs it, an app.
    private static Optional<String> kindOf(
            Path folder, ProjectFile file, Optional<String> language) {
        boolean compose =
                file.hasCompose()
                        || COMPOSE.stream().anyMatch(n -> Files.isRegularFile(folder.resolve(n)));
        if (language.isEmpty() && compose && !file.hasImage()) {
            return Optional.of("stack");
        }
        boolean dockerfile = Files.isRegularFile(folder.resolve("Dockerfile"));
        if (language.isEmpty() && (dockerfile || file.hasRuntime())) {
            return Optional.of("app");
        }
        boolean site =
                language.isEmpty()
                        && Files.isRegularFile(folder.resolve("index.html"))
                        && BUILT.stream().noneMatch(name -> Files.exists(folder.resolve(name)));
        return site ? Optional.of("site") : Optional.empty();
    }

    private static Optional<String> first(@Nullable String said, Optional<String> otherwise) {
        return Optional.ofNullable(said).or(() -> otherwise);
    }

    /// A name that is allowed, from a file's or folder's.
    private static String nameOf(Path path) {
        String base = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        int dot = base.indexOf('.');
        return (dot > 0 ? base.substring(0, dot) : base)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^[^a-z]+|-+$", "");
    }
}
