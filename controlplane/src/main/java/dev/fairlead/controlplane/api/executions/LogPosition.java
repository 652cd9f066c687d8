package dev.fairlead.controlplane.api.executions;

import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ExecutionId;

import java.util.UUID;

/// How far a follower of logs has come: an execution, and how many of its lines. As the id of an
/// event it is `EXECUTION/LINES`.
record LogPosition(UUID execution, int lines) {
    private static final LogPosition START = new LogPosition(new UUID(0, 0), 0);

    /// What is no position is the start.
    static LogPosition parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return START;
        }
        try {
            return new LogPosition(
                    ExecutionId.parse(text.substring(0, slash)).value(),
                    Math.max(0, Integer.parseInt(text.substring(slash + 1))));
        } catch (Rejected | NumberFormatException e) {
            return START;
        }
    }

    boolean isStart() {
        return equals(START);
    }

    /// How many lines of an execution were seen.
    int linesOf(ExecutionId id) {
        return id.value().equals(execution) ? lines : 0;
    }

    /// The id just before the execution, so that a query for what is above finds it again.
    UUID before() {
        long low = execution.getLeastSignificantBits();
        return isStart() || low == Long.MIN_VALUE
                ? execution
                : new UUID(execution.getMostSignificantBits(), low - 1);
    }

    @Override
    public String toString() {
        return new ExecutionId(execution) + "/" + lines;
    }
}
