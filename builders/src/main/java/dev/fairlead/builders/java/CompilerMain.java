package dev.fairlead.builders.java;

import dev.fairlead.builders.analysis.Report;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The program of a build's step: a folder for what it makes, then sources below the working
/// directory.
public final class CompilerMain {
    public static final String JAR = "function.jar";
    public static final String REPORT = "report";

    // javac recurses as deep as an expression nests.
    private static final long STACK = 64L << 20;
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private CompilerMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path made = Path.of(arguments[0]);
        var sources = new ArrayList<SourceText>();
        for (int i = 1; i < arguments.length; i++) {
            byte[] bytes = Files.readAllBytes(Path.of(arguments[i]));
            sources.add(SourceText.of(arguments[i], new String(bytes, StandardCharsets.UTF_8)));
        }
        var failure = new AtomicReference<@Nullable Throwable>();
        var thread = new Thread(null, () -> compile(made, sources), "compile", STACK);
        thread.setUncaughtExceptionHandler((_, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        if (tooDeep(failure.get())) {
            fail("The source nests too deep.").write(made.resolve(REPORT));
        } else if (failure.get() != null) {
            fail("The compiler itself failed: " + failure.get()).write(made.resolve(REPORT));
        }
    }

    private static boolean tooDeep(@Nullable Throwable thrown) {
        return thrown instanceof StackOverflowError
                || (thrown != null && tooDeep(thrown.getCause()));
    }

    private static Report fail(String why) {
        return new Report(List.of(new Report.Remark(Report.Kind.ERROR, "", 0, 0, why)));
    }

    private static void compile(Path made, List<SourceText> sources) {
        var compilation = new JavaCompilation(sources);
        try {
            compilation.run();
            if (!compilation.classes().isEmpty()) {
                var entries = new TreeMap<>(compilation.classes());
                entries.put(
                        "META-INF/fairlead/function",
                        compilation.handler().getBytes(StandardCharsets.UTF_8));
                jar(made.resolve(JAR), entries);
            }
            compilation.report().write(made.resolve(REPORT));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// The same entries are the same bytes.
    private static void jar(Path file, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                var entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(TIME);
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
    }
}
