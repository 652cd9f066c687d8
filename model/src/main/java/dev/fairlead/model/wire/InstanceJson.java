package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An instance of a version of an app or a stack. `name` is what the engine calls it, absent while
/// it starts, as `address` is, where it listens; `service` is the service of the stack that it is
/// of; `state` is one of created, starting, ready, doubted, draining, paused, completed and failed;
/// `requests` are under way there; `why` says what it is there for, or what is wrong; `usage` is
/// there where it was asked for, the instance runs and the engine told.
public record InstanceJson(
        @Nullable String name,
        int version,
        @Nullable String service,
        String state,
        Instant since,
        int requests,
        @Nullable String address,
        String why,
        @Nullable UsageJson usage) {}
