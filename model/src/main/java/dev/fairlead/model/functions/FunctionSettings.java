package dev.fairlead.model.functions;

import java.util.Optional;

/// What can be said of a function but its code: how much it may take, whether samples of its input
/// and output are kept, who may call it and how often.
public record FunctionSettings(
        Limits limits, boolean samples, Access access, Optional<RateLimit> rateLimit) {
    public static final FunctionSettings DEFAULT =
            new FunctionSettings(Limits.DEFAULT, false, Access.PUBLIC, Optional.empty());

    public FunctionSettings with(Limits other) {
        return new FunctionSettings(other, samples, access, rateLimit);
    }

    public FunctionSettings with(Access other) {
        return new FunctionSettings(limits, samples, other, rateLimit);
    }

    public FunctionSettings with(Optional<RateLimit> other) {
        return new FunctionSettings(limits, samples, access, other);
    }

    public FunctionSettings withSamples(boolean kept) {
        return new FunctionSettings(limits, kept, access, rateLimit);
    }
}
