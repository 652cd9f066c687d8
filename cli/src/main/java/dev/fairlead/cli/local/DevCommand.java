package dev.fairlead.cli.local;

import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/// `dev`: serves a project while it is edited.
@Command(
        name = "dev",
        description = {
            "Serve a function here while you edit it: every saved change answers at once, a broken"
                    + " one keeps the last good one.",
            "Variables come from .env."
        },
        footer = {"", "Example: fairlead dev hello --port 8787"})
public final class DevCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATH",
            defaultValue = ".",
            description = "a source file or a folder (default: here)")
    private Path path = Path.of(".");

    @Option(names = "--port", description = "the port; 0 takes a free one (default: 8787)")
    private int port = 8787;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = LocalHome.of(terminal.environment());
        LocalProject project = LocalProject.of(path);
        try (var sandbox = LocalSandbox.open(home);
                var runtime = LocalRuntime.open(home, sandbox);
                var changes = new Changes(project.source());
                var server = new DevServer(project, runtime, port, terminal.out())) {
            var builds = LocalBuilds.again(home, sandbox);
            Thread closing = new Thread(() -> close(changes));
            Runtime.getRuntime().addShutdownHook(closing);
            server.start();
            terminal.out().println(server.url());
            terminal.out().println("Ctrl-C ends it; the page is " + server.page());
            do {
                server.update(builds);
            } while (changes.await());
            return ExitCode.OK.number();
        }
    }

    private static void close(Changes changes) {
        try {
            changes.close();
        } catch (IOException e) {
            // The process ends anyway.
        }
    }
}
