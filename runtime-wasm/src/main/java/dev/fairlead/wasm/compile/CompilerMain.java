package dev.fairlead.wasm.compile;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ClassLoadingCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// The child JVM: reads `in<TAB>out` lines, compiles the module `in` into the file `out`, and
/// answers `ok` or `refused <why>` to each. Ends with its standard input.
public final class CompilerMain {
    private static final long STACK_BYTES = 64L << 20;
    private static final AtomicLong JOB_SINCE = new AtomicLong();

    private CompilerMain() {}

    /// Never called in the server's own process. The argument is the time limit of a module in
    /// seconds; the server kills sooner, this holds when the server itself is gone.
    public static void main(String[] args) throws InterruptedException {
        long limit = Duration.ofSeconds(Long.parseLong(args[0])).toNanos();
        Thread.ofPlatform().daemon().start(() -> endBeyond(limit));
        PrintStream answers = System.out;
        System.setOut(System.err);
        // Parser and compiler recurse with the nesting of the module.
        var thread = new Thread(null, () -> answerAll(answers), "compiler", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void endBeyond(long limit) {
        try {
            while (true) {
                Thread.sleep(Duration.ofSeconds(1));
                long since = JOB_SINCE.get();
                if (since != 0 && System.nanoTime() - since > limit) {
                    Runtime.getRuntime().halt(3);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answerAll(PrintStream answers) {
        try (var lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            answers.println("ready");
            answers.flush();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                answers.println(
                        answer(Path.of(line.substring(0, tab)), Path.of(line.substring(tab + 1))));
                answers.flush();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the server's pipe broke", e);
        }
    }

    // A hostile module makes parser and compiler throw anything; whatever it is, it is the answer.
    @SuppressWarnings("CatchAndPrintStackTrace")
    private static String answer(Path in, Path out) throws IOException {
        JOB_SINCE.set(System.nanoTime() | 1);
        try {
            Files.write(out, compile(Files.readAllBytes(in)).write());
            return "ok";
        } catch (ModuleRefused e) {
            return "refused " + oneLine(e.getMessage());
        } catch (ChicoryException e) {
            return "refused it is not valid: " + oneLine(e.getMessage());
        } catch (StackOverflowError e) {
            return "refused its code nests too deep";
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            System.err.println("compiling failed: " + e);
            return "refused it is not valid";
        } finally {
            JOB_SINCE.set(0);
        }
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String text) {
        String line = String.valueOf(text).replaceAll("\\s+", " ");
        return line.length() > 500 ? line.substring(0, 500) : line;
    }

    static CompiledFile compile(byte[] bytes) {
        WasmModule module = Parser.parse(bytes);
        boolean fresh = ModuleScan.scan(module);
        var result =
                Compiler.builder(module)
                        .withInterpreterFallback(InterpreterFallback.SILENT)
                        .withInterpretedFunctions(new HashSet<>())
                        .withClassCollectorFactory(ClassLoadingCollector::new)
                        .build()
                        .compile();
        int imported =
                module.importSection().count(com.dylibso.chicory.wasm.types.ExternalType.FUNCTION);
        Set<Integer> kept = new HashSet<>();
        for (int function : result.interpretedFunctions()) {
            kept.add(function - imported);
        }
        var classes = new LinkedHashMap<String, CompiledFile.Bytes>();
        result.collector()
                .classBytes()
                .forEach((name, code) ->
                        classes.put(name.replace('/', '.'), new CompiledFile.Bytes(code)));
        return new CompiledFile(
                fresh,
                new CompiledFile.Bytes(CodeStrip.strip(bytes, kept)),
                result.collector().mainClassName(),
                classes);
    }
}
