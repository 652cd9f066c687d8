package dev.fairlead.dataplane.calls;

import dev.fairlead.model.executions.Trigger;

/// What caused a call, and how many functions called each other on the way to it.
public record Origin(Trigger trigger, int depth) {
    public static final Origin HTTP = new Origin(Trigger.HTTP, 0);
    public static final Origin MIRROR = new Origin(Trigger.MIRROR, 0);
    public static final Origin SOCKET = new Origin(Trigger.SOCKET, 0);
    static final Origin API = new Origin(Trigger.API, 0);

    /// Of what a call from here causes.
    Origin callee() {
        return new Origin(Trigger.FUNCTION, depth + 1);
    }
}
