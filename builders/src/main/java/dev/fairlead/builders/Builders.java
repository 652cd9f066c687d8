package dev.fairlead.builders;

import dev.fairlead.builders.bundled.ScriptBuilder;
import dev.fairlead.builders.compiled.AssemblyScriptBuilder;
import dev.fairlead.builders.compiled.CBuilder;
import dev.fairlead.builders.compiled.GoBuilder;
import dev.fairlead.builders.compiled.JavaBuilder;
import dev.fairlead.builders.compiled.RustBuilder;
import dev.fairlead.builders.compiled.Workbench;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.WasmBuilder;
import dev.fairlead.builders.parsing.DartBuilder;
import dev.fairlead.builders.plans.PlannedImages;
import dev.fairlead.model.functions.Language;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.StepRun;

import java.util.List;

/// The builder of each language.
public final class Builders {
    private final Builder javaScript;
    private final Builder typeScript;
    private final Builder wasm = new WasmBuilder();
    private final BuilderSettings settings;
    private final Builder assemblyScript;
    private final Builder rust;
    private final Builder go;
    private final Builder c;
    private final Builder java;
    private final Builder dart;
    private final PlannedImages planned;

    /// Every step of a build runs in `sandbox`.
    public Builders(BuilderSettings settings, Sandbox sandbox) {
        this.settings = settings;
        var bench = new Workbench(settings, new StepRun(sandbox));
        List<Builder> scripts = ScriptBuilder.both(bench);
        this.javaScript = scripts.getFirst();
        this.typeScript = scripts.getLast();
        this.assemblyScript = new AssemblyScriptBuilder(bench);
        this.rust = new RustBuilder(bench);
        this.go = new GoBuilder(bench);
        this.c = new CBuilder(bench);
        this.java = new JavaBuilder(bench);
        this.dart = new DartBuilder(bench);
        this.planned = new PlannedImages(bench);
    }

    /// Changes whenever a tool does, or what we ourselves put into a build.
    public String fingerprint() {
        return settings.tools().fingerprint();
    }

    /// Images of folders without a Dockerfile.
    public PlannedImages planned() {
        return planned;
    }

    public Builder of(Language language) {
        return switch (language) {
            case JAVASCRIPT -> javaScript;
            case TYPESCRIPT -> typeScript;
            case WASM -> wasm;
            case ASSEMBLYSCRIPT -> assemblyScript;
            case RUST -> rust;
            case GO -> go;
            case C, CPP -> c;
            case JAVA -> java;
            case DART -> dart;
        };
    }
}
