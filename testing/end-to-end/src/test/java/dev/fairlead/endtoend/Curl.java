package dev.fairlead.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A real curl that finds every name on this machine.
final class Curl {
    private Curl() {}

    /// What it got; `exit` is curl's own, 0 where there was an answer. The last head alone counts.
    record Got(int exit, String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1].strip());
        }

        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    static Got get(String url, int port, String... more) {
        var command =
                new ArrayList<>(
                        List.of(
                                "/usr/bin/curl",
                                "-s",
                                "-i",
                                "-m",
                                "30",
                                "--connect-to",
                                "::127.0.0.1:" + port));
        command.addAll(List.of(more));
        command.add(url);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String all =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            int cut = all.indexOf("\r\n\r\n");
            return cut < 0
                    ? new Got(exit, all, "")
                    : new Got(exit, all.substring(0, cut), all.substring(cut + 4));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
