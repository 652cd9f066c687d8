package dev.fairlead.model.wire;

import java.util.List;

/// What tells two versions of a service apart.
public record DifferencesResponse(int from, int to, List<DifferenceJson> differences) {}
