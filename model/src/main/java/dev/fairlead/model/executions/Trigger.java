package dev.fairlead.model.executions;

/// What caused an invocation.
public enum Trigger {
    HTTP,
    API,
    FUNCTION,
    /// A copy of a request, whose answer nobody gets.
    MIRROR,
    /// What happened at a WebSocket: it was asked for, a message came, it was closed.
    SOCKET
}
