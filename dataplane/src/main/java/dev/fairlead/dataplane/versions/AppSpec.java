package dev.fairlead.dataplane.versions;

import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.names.EnvironmentName;
import dev.fairlead.model.names.ProjectName;
import dev.fairlead.model.names.ServiceName;

/// What answers HTTP in containers, and where it belongs. `program` is of the ABI `IMAGE` or
/// `STACK`: its artifact describes the image (`ImageDescription`) or the images
/// (`StackDescription`).
public record AppSpec(
        GuestSpec program,
        OrganizationId organization,
        ProjectName project,
        EnvironmentName environment,
        ServiceName name)
        implements VersionSpec {}
