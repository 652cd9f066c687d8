package dev.fairlead.builders.analysis;

/// Where a source breaks a rule, by line and column from 1, and what it uses.
public record Finding(Rule rule, String file, int line, int column, String used) {
    public String text() {
        return used + ": " + rule.message() + " [" + rule.id() + "]";
    }
}
