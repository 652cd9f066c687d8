package dev.fairlead.sandbox.running;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Named pipes that hand a starting process what must not be in its arguments, its environment or a
/// file: who opens one for reading waits until we open it for writing. So the first of them is a
/// gate, too: a process that waits there can be put in its group before it does anything. Java
/// hands no descriptors to children; `flock -F FILE command` opens `FILE` and becomes the command.
public final class Gate {
    private static final int FIRST_DESCRIPTOR = 3;

    private final Path folder;
    private int made;

    public Gate(Path folder) {
        this.folder = folder;
    }

    public Path pipe(int index) {
        return folder.resolve(Integer.toString(index));
    }

    /// Makes the pipes that are not there yet.
    public void ensure(int pipes) throws IOException {
        if (made >= pipes) {
            return;
        }
        Files.createDirectories(folder);
        var command = new ArrayList<>(List.of("/usr/bin/mkfifo", "-m", "600"));
        for (int index = made; index < pipes; index++) {
            command.add(pipe(index).toString());
        }
        Programs.run(command);
        made = pipes;
    }

    /// What makes of a command one that waits for all the pipes and has them as `descriptor(0)` and
    /// so on.
    public List<String> prefix(int pipes) {
        var all = new ArrayList<String>();
        for (int index = 0; index < pipes; index++) {
            all.addAll(List.of("/usr/bin/flock", "-F", "-s", pipe(index).toString()));
        }
        return all;
    }

    public static int descriptor(int index) {
        return FIRST_DESCRIPTOR + index;
    }

    /// Opens the pipes in order, which lets the process on, and writes one content to each. Throws
    /// when the process comes to its `end` before it has read them.
    public void feed(CompletionStage<?> end, List<byte[]> contents) throws IOException {
        var fed = new AtomicBoolean();
        var _ = end.thenRun(() -> release(fed, contents.size()));
        var open = new ArrayList<FileOutputStream>();
        try {
            for (int index = 0; index < contents.size(); index++) {
                open.add(new FileOutputStream(pipe(index).toFile()));
            }
            for (int index = 0; index < contents.size(); index++) {
                open.get(index).write(contents.get(index));
                open.get(index).close();
            }
        } finally {
            fed.set(true);
            for (FileOutputStream pipe : open) {
                pipe.close();
            }
        }
    }

    /// Nobody will ever read: opens the other end, so that we do not wait for that.
    private void release(AtomicBoolean fed, int pipes) {
        while (!fed.get()) {
            for (int index = 0; index < pipes; index++) {
                try (var _ = new RandomAccessFile(pipe(index).toFile(), "rw")) {
                    TimeUnit.MILLISECONDS.sleep(1);
                } catch (IOException e) {
                    return;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
