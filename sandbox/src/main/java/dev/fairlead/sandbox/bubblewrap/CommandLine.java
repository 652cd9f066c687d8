package dev.fairlead.sandbox.bubblewrap;

import dev.fairlead.sandbox.SandboxSettings;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.running.Gate;
import dev.fairlead.sandbox.running.RunFolder;
import dev.fairlead.sandbox.running.StepView;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The arguments that start one step. A server that is root runs `bwrap` twice: the outer one, as
/// root, shows the inner one nothing but what the step may see, and becomes a user without rights
/// before the inner one starts; so no process of the step is ever root to the kernel, whatever
/// folders the server keeps to itself. Another server runs the inner one alone.
final class CommandLine {
    private final SandboxSettings settings;
    private final RunFolder run;
    private final Rights rights;
    private final Step step;
    private final Optional<Path> proxy;
    private final List<String> stage = new ArrayList<>();
    private int staged;

    CommandLine(
            SandboxSettings settings,
            RunFolder run,
            Rights rights,
            Step step,
            Optional<Path> proxy) {
        this.settings = settings;
        this.run = run;
        this.rights = rights;
        this.step = step;
        this.proxy = proxy;
    }

    /// As whom a step runs, and which limits have to be kept by its processes themselves. `account`
    /// is a user's number where the server is root.
    record Rights(Optional<Integer> account, boolean nice, boolean memoryByProcess, long files) {}

    /// The whole command, and what goes into its pipes: the arguments of the inner `bwrap` in the
    /// first, a secret in each other.
    record Prepared(List<String> command, List<byte[]> pipes) {}

    Prepared prepare(Gate gate) {
        var secrets = new TreeMap<>(step.secrets());
        var pipes = new ArrayList<byte[]>();
        pipes.add(zeroTerminated(inner(List.copyOf(secrets.keySet()))));
        for (String secret : secrets.values()) {
            pipes.add(secret.getBytes(StandardCharsets.UTF_8));
        }
        var command = new ArrayList<>(List.of("/usr/bin/setpriv", "--pdeathsig", "KILL"));
        command.addAll(gate.prefix(pipes.size()));
        run.filter()
                .ifPresent(filter ->
                        command.addAll(List.of("/usr/bin/flock", "-F", "-s", filter.toString())));
        if (rights.nice() && step.limits().background()) {
            command.addAll(List.of("/usr/bin/nice", "-n", "10"));
        }
        rights.account().ifPresent(account -> command.addAll(outer(account)));
        command.addAll(List.of(settings.bwrap().toString(), "--args", "" + Gate.descriptor(0)));
        command.add("--");
        command.addAll(limited());
        return new Prepared(command, pipes);
    }

    private List<String> outer(int account) {
        // The kernel hands the parent-death signal on only where the parent may signal the child,
        // which root without rights may not. The end of a process namespace asks nobody.
        var all = new ArrayList<>(List.of(settings.bwrap().toString(), "--die-with-parent"));
        all.add("--unshare-pid");
        all.addAll(system());
        all.addAll(List.of("--dir", "/tmp", "--dir", "/mnt", "--dev", "/dev"));
        // The kernel mounts a new /proc for the inner one only where a whole one is to be seen.
        all.addAll(List.of("--bind", "/proc", "/proc"));
        all.addAll(stage);
        String user = Integer.toString(account);
        all.addAll(List.of("--", "/usr/bin/setpriv", "--reuid", user, "--regid", user));
        all.addAll(List.of("--clear-groups", "--inh-caps=-all", "--bounding-set=-all"));
        all.addAll(List.of("--no-new-privs", "--pdeathsig", "KILL", "--"));
        return all;
    }

    private List<String> inner(List<String> secrets) {
        var all = new ArrayList<String>();
        all.addAll(List.of("--unshare-all", "--unshare-user", "--disable-userns"));
        all.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        all.addAll(List.of("--clearenv", "--hostname", "step", "--uid", "1000", "--gid", "1000"));
        all.addAll(system());
        for (String name : StepView.ETC) {
            show(all, "/etc/" + name, Path.of("/etc/" + name));
        }
        for (String name : List.of("passwd", "group", "hosts", "nsswitch.conf")) {
            show(all, "/etc/" + name, run.etc().resolve(name));
        }
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        long temporary = StepView.temporaryBytes(step);
        all.addAll(tmpfs("/dev/shm", Math.min(StepView.SHARED_MEMORY, temporary)));
        all.addAll(tmpfs("/tmp", temporary));
        new TreeMap<>(step.readable()).forEach((inside, outside) -> show(all, inside, outside));
        proxy.ifPresent(socket -> {
            show(all, StepView.OURS + "java", settings.java());
            show(all, StepView.OURS + "forwarder", run.forwarder());
            all.addAll(List.of("--bind", place(socket, "--bind"), StepView.OURS + "proxy"));
        });
        for (int index = 0; index < secrets.size(); index++) {
            all.addAll(List.of("--perms", "0444", "--ro-bind-data"));
            all.addAll(
                    List.of(
                            Integer.toString(Gate.descriptor(index + 1)),
                            Step.SECRETS + secrets.get(index)));
        }
        all.addAll(List.of("--bind", place(step.work(), "--bind"), Step.WORK));
        all.addAll(List.of("--chdir", Step.WORK, "--remount-ro", "/dev", "--remount-ro", "/"));
        StepView.environment(step, proxy.isPresent())
                .forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        if (run.filter().isPresent()) {
            int descriptor = Gate.descriptor(secrets.size() + 1);
            all.addAll(List.of("--seccomp", Integer.toString(descriptor)));
        }
        return all;
    }

    /// Limits that a process hands on to what it starts, for what no group holds.
    private List<String> limited() {
        var all = new ArrayList<>(List.of("/usr/bin/prlimit", "--core=0:0"));
        all.add(limit("nofile", rights.files()));
        all.add(limit("fsize", step.limits().diskBytes()));
        all.add(limit("nproc", StepView.processes(step)));
        if (rights.memoryByProcess()) {
            all.add(limit("data", step.limits().memoryBytes()));
        }
        all.add("--");
        if (proxy.isPresent()) {
            all.addAll(StepView.forwarder());
        }
        all.addAll(step.command());
        return all;
    }

    private static String limit(String name, long value) {
        return "--" + name + "=" + value + ":" + value;
    }

    private static List<String> tmpfs(String at, long bytes) {
        return List.of("--perms", "1777", "--size", Long.toString(bytes), "--tmpfs", at);
    }

    private static List<String> system() {
        var all = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : StepView.SYSTEM_FOLDERS) {
            Path folder = Path.of("/" + name);
            if (Files.isSymbolicLink(folder)) {
                all.addAll(List.of("--symlink", "usr/" + name, "/" + name));
            } else if (Files.isDirectory(folder)) {
                all.addAll(List.of("--ro-bind", "/" + name, "/" + name));
            }
        }
        return all;
    }

    private void show(List<String> arguments, String inside, Path outside) {
        if (Files.exists(outside)) {
            arguments.addAll(List.of("--ro-bind", place(outside, "--ro-bind"), inside));
        }
    }

    /// Where the inner `bwrap` finds a file: behind the outer one, under a number.
    private String place(Path outside, String kind) {
        if (rights.account().isEmpty()) {
            return outside.toString();
        }
        String at = "/mnt/" + staged++;
        stage.addAll(List.of(kind, outside.toString(), at));
        return at;
    }

    private static byte[] zeroTerminated(List<String> arguments) {
        var all = new ByteArrayOutputStream();
        for (String argument : arguments) {
            all.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
            all.write(0);
        }
        return all.toByteArray();
    }
}
