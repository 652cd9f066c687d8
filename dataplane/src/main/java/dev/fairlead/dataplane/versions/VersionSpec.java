package dev.fairlead.dataplane.versions;

/// What answers for a version of a service. Equal specifications are the same thing.
public sealed interface VersionSpec permits GuestSpec, UpstreamSpec, SiteSpec, AppSpec {}
