package dev.fairlead.container.logs;

import dev.fairlead.container.instances.Instance;
import dev.fairlead.container.instances.Marks;
import dev.fairlead.dataplane.apps.PrintedLine;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ServiceId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Whose container it is, by its labels.
record Source(
        String container,
        OrganizationId organization,
        ServiceId service,
        int version,
        String part) {
    private static final Logger LOG = LoggerFactory.getLogger(Source.class);

    /// Empty where the labels are not those of an app's or a stack's.
    static Optional<Source> of(String container, Map<String, String> labels) {
        try {
            return Optional.of(
                    new Source(
                            container,
                            OrganizationId.parse(labels.getOrDefault(Marks.ORGANIZATION, "")),
                            ServiceId.parse(labels.getOrDefault(Marks.SERVICE, "")),
                            Integer.parseInt(labels.getOrDefault(Marks.VERSION, "0")),
                            labels.getOrDefault(Marks.PART_NAME, "")));
        } catch (Rejected | NumberFormatException e) {
            LOG.debug("a container of ours is nobody's container={}", container, e);
            return Optional.empty();
        }
    }

    /// As people are shown it.
    String instance() {
        return Instance.shortened(container);
    }

    PrintedLine line(boolean errors, Instant at, String text) {
        return new PrintedLine(organization, service, version, part, instance(), errors, at, text);
    }
}
