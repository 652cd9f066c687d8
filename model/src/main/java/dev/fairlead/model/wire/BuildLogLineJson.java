package dev.fairlead.model.wire;

import java.time.Instant;

/// A line of a build's log. `number` counts from 1 and is the event id of the stream.
public record BuildLogLineJson(long number, Instant at, String text) {}
