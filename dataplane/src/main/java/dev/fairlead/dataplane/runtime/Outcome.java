package dev.fairlead.dataplane.runtime;

import dev.fairlead.model.errors.ErrorCode;

/// How an invocation ended.
public sealed interface Outcome {
    /// The guest gave an answer of valid shape.
    record Answered() implements Outcome {}

    /// The guest failed; `message` is for its author and never shows our own insides.
    record Failed(ErrorCode code, String message) implements Outcome {}

    /// The caller went away first.
    record Cancelled() implements Outcome {}

    Outcome ANSWERED = new Answered();
    Outcome CANCELLED = new Cancelled();
}
