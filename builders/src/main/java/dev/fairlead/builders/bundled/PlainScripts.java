package dev.fairlead.builders.bundled;

import dev.fairlead.builders.analysis.Report.Remark;
import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.BuildProgress;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.parsing.NodeModules;
import dev.fairlead.builders.parsing.Scripts;
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

/// Puts plain JavaScript together and starts nothing for it: checks what is imported, and makes one
/// artifact of the scripts: the line `//fairlead-script 1`, then per file, the entry first, `//file
/// LENGTH NAME` and its bytes.
final class PlainScripts {
    private PlainScripts() {}

    static Built build(BuildInput input, Scripts scripts) throws IOException {
        BuildProgress progress = input.progress();
        String entry = scripts.entry();
        progress.line("The handler is in " + entry + ".");
        for (String file : scripts.names()) {
            checkImports(file, scripts);
        }
        progress.phase(BuildPhase.PACKAGING);
        Path artifact = Files.createTempFile(input.work(), "script", ".js");
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
    static void write(Path artifact, Map<String, byte[]> files) throws IOException {
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
        for (Remark one : scripts.imports(file)) {
            if (!Scripts.relative(one.text())) {
                throw refused(one, NodeModules.missing(one.text()));
            }
            boolean there =
                    scripts.resolve(file, one.text())
                            .filter(found -> Scripts.PLAIN.stream().anyMatch(found::endsWith))
                            .isPresent();
            if (!there) {
                throw refused(one, "there is no file \"" + one.text() + "\"");
            }
        }
    }

    private static BuildFailed refused(Remark one, String why) {
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                one.place() + ": " + why + ".",
                List.of(new Diagnostic(one.file(), one.line(), one.column(), why)));
    }
}
