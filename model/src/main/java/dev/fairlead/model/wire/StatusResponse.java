package dev.fairlead.model.wire;

/// How the installation is.
public record StatusResponse(
        String version,
        String database,
        long routedServices,
        long modulesCompiled,
        long modulesLoadedFromCache,
        long executionsRecorded,
        long executionsSpilled,
        long executionsLost,
        SandboxStatus sandbox) {}
