package dev.fairlead.model.wire;

import java.time.Instant;

/// A command line that wants to sign in, as its owner sees it.
public record WaitingLoginResponse(
        String userCode, String address, String agent, Instant createdAt) {}
