package dev.fairlead.server;

import dev.fairlead.model.wire.SandboxStatus;
import dev.fairlead.sandbox.Readiness;
import dev.fairlead.sandbox.Sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What is told about the sandbox. It is tried by starting a step, so not for every request.
final class SandboxReport {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Duration KEPT_MISSING = Duration.ofSeconds(5);

    private final Sandbox sandbox;
    private final Clock clock;
    private Optional<Seen> seen = Optional.empty();

    private record Seen(Readiness readiness, Instant until) {}

    SandboxReport(Sandbox sandbox, Clock clock) {
        this.sandbox = sandbox;
        this.clock = clock;
    }

    private synchronized Readiness readiness() {
        Instant now = clock.instant();
        Seen known = seen.filter(each -> now.isBefore(each.until())).orElseGet(() -> look(now));
        seen = Optional.of(known);
        return known.readiness();
    }

    private Seen look(Instant now) {
        Readiness found = sandbox.readiness();
        return new Seen(found, now.plus(found.ready() ? KEPT : KEPT_MISSING));
    }

    String line() {
        return readiness().line();
    }

    SandboxStatus wire() {
        Readiness found = readiness();
        String detail = found.ready() ? String.join(" ", found.weaker()) : found.trouble();
        return new SandboxStatus(found.ready(), found.sandbox(), found.groups(), detail);
    }
}
