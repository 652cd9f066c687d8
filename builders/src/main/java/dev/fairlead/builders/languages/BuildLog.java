package dev.fairlead.builders.languages;

/// Takes a build's lines as they happen.
public interface BuildLog {
    void line(String text);
}
