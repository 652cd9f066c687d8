package dev.fairlead.model.stacks;

/// What a service of a stack sees at `target`, an absolute path.
public sealed interface StackMount {
    String target();

    /// A volume of the stack, which outlives its versions.
    record Volume(String volume, String target, boolean readOnly) implements StackMount {}

    /// A volume without a name, which goes with its container.
    record Scratch(String target) implements StackMount {}

    /// A file system in memory; 0 `bytes` are what is usual.
    record Temporary(String target, long bytes) implements StackMount {}

    /// A file of the stack's folder, a config or a secret, which cannot be written. `content` is in
    /// base 64 where it is `binary`, and a template otherwise; `mode` as in `0444`. A `secret` one
    /// is in memory alone.
    record Content(String target, String content, boolean binary, int mode, boolean secret)
            implements StackMount {}
}
