package dev.fairlead.controlplane.api.executions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.store.logs.LogFilter;
import dev.fairlead.controlplane.store.logs.LogLineStore;
import dev.fairlead.controlplane.store.logs.StoredLine;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.dataplane.apps.PrintedLine;
import dev.fairlead.model.wire.LogLineJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What instances of apps and stacks printed.
final class InstanceLines implements LogRoutes.Lines {
    private static final int MOST = 500;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final LogLineStore lines;

    InstanceLines(LogLineStore lines) {
        this.lines = lines;
    }

    private static LogLineJson json(StoredLine stored) {
        PrintedLine line = stored.line();
        return new LogLineJson(
                line.at(),
                line.errors() ? "error" : "info",
                line.text(),
                null,
                line.version(),
                line.instance(),
                line.part().isEmpty() ? null : line.part());
    }

    @Override
    public Answer newest(ServiceRecord service, LogFilter filter, ApiRequest request) {
        return Pages.answer(
                lines.newest(
                        service.organization(),
                        service.id(),
                        filter,
                        Pages.after(request),
                        request.limit()),
                InstanceLines::json);
    }

    @Override
    public LogRoutes.Tail tail(ServiceRecord service, LogFilter filter, String place, int few) {
        return new Following(service, filter, place(place), few);
    }

    /// What is no place is none.
    private static @Nullable UUID place(String text) {
        try {
            return text.isEmpty() ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// For one thread.
    private final class Following implements LogRoutes.Tail {
        private final ServiceRecord service;
        private final LogFilter filter;
        private final int few;
        private @Nullable UUID reached;

        Following(ServiceRecord service, LogFilter filter, @Nullable UUID reached, int few) {
            this.service = service;
            this.filter = filter;
            this.reached = reached;
            this.few = few;
        }

        @Override
        public List<Placed> next() {
            UUID last = reached;
            List<StoredLine> found = last == null ? lastFew() : coming(last);
            return found.stream().map(one -> new Placed(one.id().toString(), json(one))).toList();
        }

        /// What does not pass the filter is passed over once.
        private List<StoredLine> coming(UUID last) {
            List<StoredLine> found = lines.after(service.organization(), service.id(), last, MOST);
            reached = found.isEmpty() ? last : found.getLast().id();
            return found.stream().filter(one -> filter.takes(one.line())).toList();
        }

        private List<StoredLine> lastFew() {
            List<StoredLine> newest = newest(LogFilter.ALL, Optional.empty(), 1);
            if (newest.isEmpty()) {
                reached = BEFORE_ALL;
                return List.of();
            }
            StoredLine edge = newest.getFirst();
            reached = edge.id();
            var found = new ArrayList<>(newest(filter, Optional.of(edge.id()), few).reversed());
            if (filter.takes(edge.line())) {
                found.add(edge);
            }
            return found.subList(Math.max(0, found.size() - few), found.size());
        }

        private List<StoredLine> newest(LogFilter wanted, Optional<UUID> before, int most) {
            return lines.newest(service.organization(), service.id(), wanted, before, most).items();
        }
    }
}
