package dev.fairlead.controlplane.store.executions;

import dev.fairlead.dataplane.telemetry.RunningCall;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.executions.ExecutionStatus;
import dev.fairlead.model.executions.LogLine;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.executions.Trigger;
import dev.fairlead.model.ids.ExecutionId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Makes executions for tests.
final class Executions {
    private Executions() {}

    static RunningCall running() {
        var clock = Clock.systemUTC();
        return running(OrganizationId.next(clock), ServiceId.next(clock));
    }

    static RunningCall running(OrganizationId organization, ServiceId function) {
        var clock = Clock.systemUTC();
        return new RunningCall(
                ExecutionId.next(clock),
                organization,
                function,
                3,
                Trigger.HTTP,
                clock.instant(),
                12);
    }

    static Execution of(OrganizationId organization, ServiceId function) {
        return of(organization, function, Instant.now(), ExecutionStatus.SUCCEEDED, List.of());
    }

    static Execution of(
            OrganizationId organization,
            ServiceId function,
            Instant at,
            ExecutionStatus status,
            List<LogLine> logs) {
        boolean failed = status == ExecutionStatus.FAILED;
        return new Execution(
                ExecutionId.next(Clock.fixed(at, ZoneOffset.UTC)),
                organization,
                function,
                1,
                Trigger.HTTP,
                status,
                at.truncatedTo(ChronoUnit.MICROS),
                10,
                20,
                300,
                StartKind.WARM,
                65_536,
                12,
                34,
                failed ? 502 : 200,
                failed ? Optional.of("guest-failed") : Optional.empty(),
                failed ? Optional.of("a\tb\\c\nd\0e") : Optional.empty(),
                Optional.of("{\"in\": \"ä\"}"),
                Optional.empty(),
                logs);
    }
}
