package dev.fairlead.model.functions;

import java.util.Locale;

/// How a version's artifact is called (docs/reference/contracts.md).
public enum Abi {
    /// A script with a `handle` function, run by the JavaScript engine.
    SCRIPT,
    /// A module that exports `fl_alloc` and `fl_handle`.
    HANDLER,
    /// A WASI preview 1 command: request on standard input, answer on standard output.
    COMMAND,
    /// A module that exports the AssemblyScript runtime and `handle(string): string`.
    ASSEMBLYSCRIPT,
    /// A jar with `dev.fairlead.function.Entry`, run by a JVM of its own.
    JAVA,
    /// No code: the manifest of a site (`SiteManifest`).
    SITE,
    /// A program in containers: the description of an image (`ImageDescription`).
    IMAGE,
    /// Programs in containers: the description of a stack (`StackDescription`).
    STACK;

    /// Whether it runs in containers and answers HTTP by itself.
    public boolean inContainers() {
        return this == IMAGE || this == STACK;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Abi parse(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
