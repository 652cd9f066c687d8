package dev.fairlead.model.wire;

/// A secret in plain text, for who may see it.
public record RevealedVariableResponse(String name, String value) {
    /// It is a secret.
    @Override
    public String toString() {
        return "RevealedVariableResponse of " + name;
    }
}
