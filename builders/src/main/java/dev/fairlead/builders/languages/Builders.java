package dev.fairlead.builders.languages;

import dev.fairlead.model.functions.Language;

/// The builder of each language.
public final class Builders {
    private final Builder javaScript = new JavaScriptBuilder();
    private final Builder wasm = new WasmBuilder();
    private final Builder assemblyScript;

    public Builders(BuilderSettings settings) {
        this.assemblyScript = new AssemblyScriptBuilder(settings);
    }

    public Builder of(Language language) {
        return switch (language) {
            case JAVASCRIPT -> javaScript;
            case WASM -> wasm;
            case ASSEMBLYSCRIPT -> assemblyScript;
        };
    }
}
