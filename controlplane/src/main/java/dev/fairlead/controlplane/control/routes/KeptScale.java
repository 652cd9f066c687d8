package dev.fairlead.controlplane.control.routes;

import dev.fairlead.model.apps.Scale;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// In a snapshot, how many instances an app has; absent where that is the usual.
record KeptScale(int min, int max, int target, long idleMs, long downMs) {
    static @Nullable KeptScale of(Scale scale) {
        return scale.equals(Scale.USUAL)
                ? null
                : new KeptScale(
                        scale.min(),
                        scale.max(),
                        scale.targetPercent(),
                        scale.idle().toMillis(),
                        scale.scaleDownDelay().toMillis());
    }

    static Scale scale(@Nullable KeptScale kept) {
        return kept == null
                ? Scale.USUAL
                : new Scale(
                        kept.min(),
                        kept.max(),
                        kept.target(),
                        Duration.ofMillis(kept.idleMs()),
                        Duration.ofMillis(kept.downMs()));
    }
}
