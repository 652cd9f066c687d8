package dev.fairlead.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What is to be forgotten of a service's answers: those at `urls` (a path, at any host, or a whole
/// URL; without a query with any), those whose URL begins with one of `prefixes`, those that carry
/// one of `tags`, or all.
public record PurgeRequest(
        @Nullable List<String> urls,
        @Nullable List<String> prefixes,
        @Nullable List<String> tags,
        @Nullable Boolean everything) {}
