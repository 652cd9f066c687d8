package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Who may deploy to an environment: everybody whose role lets them where `users` and `groups` are
/// left out, else those that they name; and how many people besides the author have to approve.
public record ProtectionJson(
        @Nullable List<String> users, @Nullable List<String> groups, @Nullable Integer approvals) {}
