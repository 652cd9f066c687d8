package dev.fairlead.builders.languages;

import dev.fairlead.model.functions.Language;
import dev.fairlead.sandbox.Sandbox;
import dev.fairlead.sandbox.StepRun;

/// The builder of each language.
public final class Builders {
    private final Builder javaScript = new JavaScriptBuilder();
    private final Builder wasm = new WasmBuilder();
    private final Builder assemblyScript;

    /// Every step of a build runs in `sandbox`.
    public Builders(BuilderSettings settings, Sandbox sandbox) {
        var steps = new StepRun(sandbox);
        this.assemblyScript = new AssemblyScriptBuilder(settings, steps);
    }

    public Builder of(Language language) {
        return switch (language) {
            case JAVASCRIPT -> javaScript;
            case WASM -> wasm;
            case ASSEMBLYSCRIPT -> assemblyScript;
        };
    }
}
