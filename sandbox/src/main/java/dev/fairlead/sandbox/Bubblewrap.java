package dev.fairlead.sandbox;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Keeps steps apart with `bwrap` (https://github.com/containers/bubblewrap): own namespaces, no
/// capabilities, the system's programs to read and nothing else of the machine.
public final class Bubblewrap implements Sandbox {
    private static final List<String> SYSTEM_LINKS = List.of("bin", "lib", "lib64", "sbin");
    private static final List<String> SYSTEM_FILES =
            List.of("/etc/ssl", "/etc/alternatives", "/etc/nsswitch.conf");

    private final Path program;

    /// `program` is `bwrap`, which may be missing until a step needs it.
    public Bubblewrap(Path program) {
        this.program = program;
    }

    @Override
    public SandboxedProcess start(Step step) throws IOException {
        if (!Files.isExecutable(program)) {
            throw new BuildFailed(
                    ErrorCode.SANDBOX_MISSING,
                    "Source of strangers is not run without a sandbox, and this machine has none:"
                            + " install the package bubblewrap on the server.");
        }
        var builder = new ProcessBuilder(arguments(step));
        builder.environment().clear();
        return new Running(builder.start());
    }

    private List<String> arguments(Step step) {
        var all = new ArrayList<String>();
        all.add(program.toString());
        all.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session"));
        all.addAll(List.of("--cap-drop", "ALL", "--clearenv", "--hostname", "build"));
        all.addAll(List.of("--uid", "1000", "--gid", "1000"));
        all.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String link : SYSTEM_LINKS) {
            all.addAll(List.of("--symlink", "usr/" + link, "/" + link));
        }
        for (String file : SYSTEM_FILES) {
            all.addAll(List.of("--ro-bind-try", file, file));
        }
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        new TreeMap<>(step.readable())
                .forEach((inside, outside) ->
                        all.addAll(List.of("--ro-bind", outside.toString(), inside)));
        all.addAll(List.of("--bind", step.work().toString(), Step.WORK, "--chdir", Step.WORK));
        var environment = new TreeMap<>(step.environment());
        environment.putAll(Map.of("HOME", Step.WORK, "LANG", "C.UTF-8"));
        environment.putIfAbsent("PATH", "/usr/bin:/bin");
        environment.forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        all.add("--");
        all.addAll(step.command());
        return all;
    }

    private static final class Running implements SandboxedProcess {
        private final Process process;
        private volatile boolean killed;

        Running(Process process) {
            this.process = process;
        }

        @Override
        public OutputStream input() {
            return process.getOutputStream();
        }

        @Override
        public InputStream output() {
            return process.getInputStream();
        }

        @Override
        public InputStream errors() {
            return process.getErrorStream();
        }

        @Override
        public boolean await(Duration patience) throws InterruptedException {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public Ending ending() {
            return killed ? new Ending.Killed() : new Ending.Exited(process.exitValue());
        }

        @Override
        public boolean alive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            if (process.isAlive()) {
                killed = true;
                process.destroyForcibly();
            }
        }
    }
}
