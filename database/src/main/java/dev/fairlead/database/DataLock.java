package dev.fairlead.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// `postmaster.pid`. One that a crash left behind blocks the next start when its process is gone, a
/// zombie, or by now somebody else's.
final class DataLock {
    private static final int WAITS = 400;
    private static final int ASK_AT = 50;

    private final Path data;
    private final Path file;

    DataLock(Path data) {
        this.data = data;
        this.file = data.resolve("postmaster.pid");
    }

    /// Returns when nobody uses the folder: a server that its parent's death is ending gets a
    /// moment, then is asked to end. Throws when it does not.
    void clear() throws IOException, InterruptedException {
        for (int wait = 0; Files.exists(file); wait++) {
            String pid = Files.readString(file).lines().findFirst().orElse("0").strip();
            if (!runsPostgres(pid)) {
                Files.deleteIfExists(file);
                return;
            }
            if (wait == ASK_AT) {
                new ProcessBuilder("kill", "-INT", pid).start().waitFor();
            }
            if (wait == WAITS) {
                throw new IOException("another PostgreSQL (pid " + pid + ") uses " + data);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /// Reads `/proc/{pid}/stat` (proc(5)): the name in parentheses, then the state.
    private static boolean runsPostgres(String pid) {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", pid, "stat"));
        } catch (IOException e) {
            return false;
        }
        int end = stat.lastIndexOf(')');
        return stat.contains("(postgres)") && end > 0 && !stat.startsWith("Z", end + 2);
    }
}
