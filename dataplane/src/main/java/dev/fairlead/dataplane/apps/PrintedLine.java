package dev.fairlead.dataplane.apps;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import java.time.Instant;

/// A line that a container of an app or a stack printed, without its end. `version` is 0 for what
/// the versions of a stack share, `part` the service of a stack and empty for an app, `instance`
/// what people are shown of the container, `errors` whether it went to the standard error. `at` is
/// in whole microseconds.
public record PrintedLine(
        OrganizationId organization,
        ServiceId service,
        int version,
        String part,
        String instance,
        boolean errors,
        Instant at,
        String text) {}
