package dev.fairlead.endtoend;

import dev.fairlead.cli.Main;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs the commands that a page of the reference shows, from top to bottom, by the administrator's
/// key. Words may be in single quotes, and `< FILE` is their standard input; files are those of a
/// folder of the test.
final class PageCommands {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private final Installation fairlead;
    private final Path files;

    PageCommands(Installation fairlead, Path files) {
        this.fairlead = fairlead;
        this.files = files;
    }

    /// A command, how it ended and what it said.
    record Ran(String line, int exit, String said) {}

    /// `more` is what is said besides to each.
    List<Ran> run(String page, String... more) {
        var ran = new ArrayList<Ran>();
        Matcher block = BLOCK.matcher(read(page));
        while (block.find()) {
            block.group(1).lines().forEach(line -> ran.add(one(line, more)));
        }
        return ran;
    }

    private static String read(String page) {
        try {
            return Files.readString(Installation.root().resolve("docs/reference").resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ran one(String line, String... more) {
        var words = new ArrayList<String>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        InputStream in = InputStream.nullInputStream();
        int less = words.indexOf("<");
        if (less >= 0) {
            in = new ByteArrayInputStream(bytes(words.get(less + 1)));
            words.subList(less, less + 2).clear();
        }
        words.replaceAll(w -> Files.exists(files.resolve(w)) ? files.resolve(w).toString() : w);
        words.removeFirst();
        words.addAll(List.of(more));
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var environment =
                Map.of(
                        "FAIRLEAD_URL", fairlead.url(),
                        "FAIRLEAD_TOKEN", fairlead.key(),
                        "XDG_CONFIG_HOME", files.toString());
        int exit =
                Main.commandLine(stream, stream, environment, in)
                        .execute(words.toArray(String[]::new));
        return new Ran(line, exit, out.toString(StandardCharsets.UTF_8));
    }

    private byte[] bytes(String name) {
        try {
            return Files.readAllBytes(files.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
