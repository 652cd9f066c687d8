package dev.fairlead.controlplane.api.executions;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.store.Page;
import dev.fairlead.controlplane.store.executions.ExecutionRecorder;
import dev.fairlead.controlplane.store.executions.ExecutionStore;
import dev.fairlead.controlplane.store.logs.LogFilter;
import dev.fairlead.controlplane.store.services.ServiceRecord;
import dev.fairlead.model.executions.Execution;
import dev.fairlead.model.wire.LogLineJson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What functions wrote, which is kept with their executions.
final class ExecutionLines implements LogRoutes.Lines {
    private static final int MOST = 500;

    private final ExecutionStore executions;
    private final ExecutionRecorder recorder;

    ExecutionLines(ExecutionStore executions, ExecutionRecorder recorder) {
        this.executions = executions;
        this.recorder = recorder;
    }

    @Override
    public Answer newest(ServiceRecord service, LogFilter filter, ApiRequest request)
            throws InterruptedException {
        recorder.settle();
        List<LogLineJson> lines =
                newest(service, filter, request.limit()).stream()
                        .flatMap(one -> ExecutionJson.logs(one).reversed().stream())
                        .filter(line -> wanted(line, filter))
                        .limit(request.limit())
                        .toList();
        return Pages.answer(new Page<>(lines, Optional.empty()), line -> line);
    }

    /// An instance has no lines here.
    private static boolean wanted(LogLineJson line, LogFilter filter) {
        return filter.instance().isEmpty()
                && filter.since().filter(line.at()::isBefore).isEmpty()
                && filter.has(line.text());
    }

    private List<Execution> newest(ServiceRecord service, LogFilter filter, int limit) {
        return executions.logged(
                service.organization(), service.id(), filter, Optional.empty(), limit);
    }

    @Override
    public LogRoutes.Tail tail(ServiceRecord service, LogFilter filter, String place, int few)
            throws InterruptedException {
        recorder.settle();
        return new Following(service, filter, LogPosition.parse(place), few);
    }

    /// For one thread.
    private final class Following implements LogRoutes.Tail {
        private final ServiceRecord service;
        private final LogFilter filter;
        private final int few;
        private LogPosition reached;

        Following(ServiceRecord service, LogFilter filter, LogPosition reached, int few) {
            this.service = service;
            this.filter = filter;
            this.reached = reached;
            this.few = few;
        }

        @Override
        public List<Placed> next() {
            var placed = new ArrayList<Placed>();
            for (Execution execution : following()) {
                List<LogLineJson> lines = ExecutionJson.logs(execution);
                for (int i = reached.linesOf(execution.id()); i < lines.size(); i++) {
                    reached = new LogPosition(execution.id().value(), i + 1);
                    if (wanted(lines.get(i), filter)) {
                        placed.add(new Placed(reached.toString(), lines.get(i)));
                    }
                }
            }
            return placed;
        }

        private List<Execution> following() {
            return reached.isStart()
                    ? newest(service, filter, few).reversed()
                    : executions.logged(
                            service.organization(),
                            service.id(),
                            filter,
                            Optional.of(reached.before()),
                            MOST);
        }
    }
}
