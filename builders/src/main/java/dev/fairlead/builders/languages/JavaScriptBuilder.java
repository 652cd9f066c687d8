package dev.fairlead.builders.languages;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Builds plain JavaScript and starts nothing for it: checks what is imported, and puts the scripts
/// into one artifact: the line `//fairlead-script 1`, then per file, the entry first, `//file
/// LENGTH NAME` and its bytes.
public final class JavaScriptBuilder {
    public Built build(BuildInput input, Scripts scripts) throws IOException {
        BuildProgress progress = input.progress();
        String entry = scripts.entry();
        progress.line("The handler is in " + entry + ".");
        for (String file : scripts.names()) {
            checkImports(file, scripts);
        }
        progress.phase(BuildPhase.PACKAGING);
        Path artifact = input.work().resolve("script.js");
        SourceTree source = input.source();
        try (OutputStream out = begin(artifact)) {
            write(out, entry, Files.readAllBytes(source.path(entry)));
            for (String file : scripts.names()) {
                if (!file.equals(entry)) {
                    write(out, file, Files.readAllBytes(source.path(file)));
                }
            }
        }
        progress.line(
                "Bundled "
                        + scripts.names().size()
                        + " file(s), "
                        + Files.size(artifact)
                        + " bytes.");
        return new Built(artifact, Abi.SCRIPT);
    }

    /// Writes an artifact of these files, the entry first.
    public static void write(Path artifact, Map<String, byte[]> files) throws IOException {
        try (OutputStream out = begin(artifact)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                write(out, file.getKey(), file.getValue());
            }
        }
    }

    private static OutputStream begin(Path artifact) throws IOException {
        OutputStream out = Files.newOutputStream(artifact);
        out.write("//fairlead-script 1\n".getBytes(StandardCharsets.US_ASCII));
        return out;
    }

    private static void write(OutputStream out, String file, byte[] bytes) throws IOException {
        out.write(("//file " + bytes.length + " " + file + "\n").getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
    }

    private static void checkImports(String file, Scripts scripts) {
        ScriptSource script = scripts.script(file);
        for (ScriptSource.Import one : script.imports()) {
            if (!Scripts.relative(one.specifier())) {
                throw refused(file, one, NodeModules.missing(one.specifier()));
            }
            if (scripts.resolve(file, one.specifier()).isEmpty()) {
                throw refused(file, one, "there is no file \"" + one.specifier() + "\"");
            }
        }
    }

    private static BuildFailed refused(String file, ScriptSource.Import one, String why) {
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                file + ":" + one.line() + ": " + why + ".",
                List.of(new Diagnostic(file, one.line(), 0, why)));
    }
}
