package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An instance of a version of an app. `name` is what the engine calls it, absent while it starts,
/// as `address` is, where it listens; `state` is one of created, starting, ready, doubted, draining
/// and paused; `requests` are under way there; `why` says what it is there for.
public record InstanceJson(
        @Nullable String name,
        int version,
        String state,
        Instant since,
        int requests,
        @Nullable String address,
        String why) {}
