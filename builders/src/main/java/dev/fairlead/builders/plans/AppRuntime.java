package dev.fairlead.builders.plans;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an app without a Dockerfile is run by. Its `signs` are what tells it.
public enum AppRuntime {
    JAVASCRIPT("JavaScript", "package.json"),
    PYTHON("Python", "requirements.txt, pyproject.toml, main.py or app.py"),
    JAVA("Java", "a .jar with a Main-Class (beside fairlead.yaml, in target or in build/libs)"),
    STATIC(
            "a static program",
            "one ELF program without libraries (beside fairlead.yaml or in bin)");

    private final String title;
    private final String signs;

    AppRuntime(String title, String signs) {
        this.title = title;
        this.signs = signs;
    }

    /// As `fairlead.yaml` writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AppRuntime> of(String word) {
        return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }

    public static String words() {
        return Arrays.stream(values()).map(AppRuntime::word).collect(Collectors.joining(", "));
    }

    String title() {
        return title;
    }

    String signs() {
        return signs;
    }
}
