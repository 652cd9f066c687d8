package dev.fairlead.controlplane.control.routes;

import dev.fairlead.model.functions.CacheSettings;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// In a snapshot, how a service keeps answers; absent where it keeps none.
record KeptCaching(long defaultSeconds, List<String> ignored) {
    static @Nullable KeptCaching of(CacheSettings settings) {
        return settings.enabled()
                ? new KeptCaching(settings.unsaid().toSeconds(), settings.ignoredParameters())
                : null;
    }

    static CacheSettings settings(@Nullable KeptCaching kept) {
        return kept == null
                ? CacheSettings.OFF
                : new CacheSettings(
                        true, Duration.ofSeconds(kept.defaultSeconds()), kept.ignored());
    }
}
