package dev.fairlead.cli.local;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.Limits;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `test`: builds a project and calls it, without a server.
@Command(
        name = "test",
        description = {
            "Build a function here and try it, with the server's builders, runtime and limits, and"
                    + " no server.",
            "Without --data, --file or --path it runs the cases in tests/*.json."
        },
        footer = {
            "",
            "Example: fairlead test hello",
            "Example: fairlead test hello --data '{\"name\":\"Ada\"}'",
            "Example: fairlead test hello --update   # takes today's answers as what to expect"
        })
public final class TestCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = ".",
            description = "a source file or a folder (default: here)")
    private Path path = Path.of(".");

    @Option(
            names = {"-d", "--data"},
            description = "call it once with this body; JSON unless --header says otherwise")
    private @Nullable String data;

    @Option(names = "--file", description = "call it once with the body in this file")
    private @Nullable Path file;

    @Option(names = "--path", description = "call it once at this path and query")
    private @Nullable String at;

    @Option(
            names = {"-X", "--method"},
            description = "default: GET, with a body POST")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            description = "a header, as 'name: value'")
    private List<String> headers = List.of();

    @Option(
            names = {"-w", "--watch"},
            description = "again after every change, until Ctrl-C")
    private boolean watch;

    @Option(
            names = {"-u", "--update"},
            description = "write today's answers into tests/*.json as what to expect")
    private boolean update;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = LocalHome.of(terminal.environment());
        try (var sandbox = LocalSandbox.open(home);
                var runtime = LocalRuntime.open(home, sandbox)) {
            LocalProject project = LocalProject.of(path);
            var builds = LocalBuilds.once(home, sandbox);
            boolean good = once(project, builds, runtime);
            if (!watch) {
                return (good ? ExitCode.OK : ExitCode.FAILED).number();
            }
            try (var changes = new Changes(project.source())) {
                while (changes.await()) {
                    once(LocalProject.of(path), builds, runtime);
                }
            }
            return ExitCode.OK.number();
        }
    }

    private boolean once(LocalProject project, LocalBuilds builds, GuestRuntime runtime)
            throws IOException, InterruptedException {
        var log = new ArrayList<String>();
        try {
            Optional<GuestSpec> spec =
                    builds.build(project, DotEnv.read(project.folder()), log::add);
            if (spec.isEmpty()) {
                return true;
            }
            try (Guest guest = runtime.guest(spec.get())) {
                guest.prepare();
                boolean single = data != null || file != null || at != null;
                return single ? call(guest) : cases(guest, project);
            }
        } catch (BuildFailed e) {
            log.forEach(line -> terminal.out().println("  " + line));
            terminal.out().println(Explained.of(e));
            return false;
        } catch (Rejected e) {
            terminal.out().println(e.detail() + " (" + e.code().code() + ")");
            return false;
        }
    }

    private boolean call(Guest guest) throws IOException, InterruptedException {
        var given = new ArrayList<Header>();
        for (String header : headers) {
            int cut = header.indexOf(':');
            if (cut < 1) {
                throw new CommandFailed(ExitCode.USAGE, "a header is 'name: value': " + header);
            }
            String name = header.substring(0, cut).strip().toLowerCase(Locale.ROOT);
            given.add(new Header(name, header.substring(cut + 1).strip()));
        }
        byte[] body = body();
        boolean bodiless = data == null && file == null;
        if (!bodiless && given.stream().noneMatch(h -> h.name().equals("content-type"))) {
            given.add(new Header("content-type", "application/json"));
        }
        String verb = method != null ? method : bodiless ? "GET" : "POST";
        var question =
                new LocalCall.Question(verb, at == null ? "/" : at, given, GuestBody.of(body));
        LocalCall.Answer answer = ask(guest, question);
        print(answer);
        return answer.answered() && answer.status() < 400;
    }

    private byte[] body() {
        try {
            if (file != null) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
        return data == null ? new byte[0] : data.getBytes(StandardCharsets.UTF_8);
    }

    private static LocalCall.Answer ask(Guest guest, LocalCall.Question question)
            throws InterruptedException {
        return LocalCall.ask(guest, question, Limits.DEFAULT.maxResponseBytes());
    }

    private void print(LocalCall.Answer answer) {
        if (terminal.json()) {
            var json = new LinkedHashMap<String, Object>();
            json.put("status", answer.status());
            json.put("body", answer.body());
            json.put("failure", Explained.of(answer.report().outcome()));
            json.put("logs", answer.report().logs());
            terminal.out().println(LocalJson.text(json));
            return;
        }
        Explained.print(terminal.out(), answer.report().logs());
        terminal.out()
                .println(
                        answer.answered()
                                ? answer.body()
                                : Explained.of(answer.report().outcome()));
    }

    private boolean cases(Guest guest, LocalProject project) throws InterruptedException {
        List<TestCases> files = TestCases.of(project.folder());
        if (files.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "no tests/*.json below "
                            + project.folder()
                            + "; call it with --data, --file or --path instead");
        }
        int passed = 0;
        int failed = 0;
        for (TestCases cases : files) {
            for (int i = 0; i < cases.count(); i++) {
                LocalCall.Answer answer = ask(guest, cases.question(i));
                if (update && answer.answered()) {
                    cases.record(i, answer);
                }
                if (tell(cases, i, answer)) {
                    passed++;
                } else {
                    failed++;
                }
            }
            if (update) {
                cases.write();
            }
        }
        terminal.out().println(passed + " passed, " + failed + " failed");
        return failed == 0;
    }

    private boolean tell(TestCases cases, int at, LocalCall.Answer answer) {
        List<String> different =
                answer.answered()
                        ? cases.differences(at, answer)
                        : List.of(Explained.of(answer.report().outcome()));
        terminal.out().println((different.isEmpty() ? "ok    " : "FAIL  ") + cases.name(at));
        different.forEach(one -> terminal.out().println("      " + one));
        if (!different.isEmpty()) {
            Explained.print(terminal.out(), answer.report().logs());
        }
        return different.isEmpty();
    }
}
