package dev.fairlead.database;

import com.sun.security.auth.module.UnixSystem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The user that PostgreSQL runs as: `nobody` where this process is root, which PostgreSQL refuses
/// to be, else the same user.
record Account(boolean root) {
    static Account ofThisProcess() {
        return new Account(new UnixSystem().getUid() == 0);
    }

    /// Throws with the folder that `nobody` may not pass through.
    void requireReach(Path home) throws IOException {
        if (!root) {
            return;
        }
        for (@Nullable Path at = home; at != null; at = at.getParent()) {
            if (!EmbeddedPostgres.worldReachable(at)) {
                throw new IllegalStateException(
                        "PostgreSQL runs as 'nobody', which may not pass through "
                                + at
                                + "; use another --data-dir, or `chmod o+x "
                                + at
                                + "`");
            }
        }
    }

    void own(Path path) throws IOException, InterruptedException {
        if (root) {
            run(List.of("chown", "nobody:nogroup", path.toString()));
        }
    }

    /// Runs a command to its end as this account.
    void runAs(List<String> command) throws IOException, InterruptedException {
        if (!root) {
            run(command);
            return;
        }
        var whole = new ArrayList<>(prefix());
        whole.addAll(command);
        run(whole);
    }

    /// Runs a command to its end as the user of this process.
    void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command.getFirst() + " failed: " + output.strip());
        }
    }

    /// Starts a server as this account that the kernel interrupts when the starting thread ends.
    Process start(List<String> command, Path log) throws IOException {
        var whole = new ArrayList<>(prefix());
        whole.addAll(List.of("--pdeathsig", "INT"));
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
    }

    private List<String> prefix() {
        return root
                ? List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
                : List.of("setpriv");
    }
}
