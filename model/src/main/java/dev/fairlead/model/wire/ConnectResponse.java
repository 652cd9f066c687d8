package dev.fairlead.model.wire;

/// Where to send the browser: good once, there, and for ten minutes.
public record ConnectResponse(String location) {}
