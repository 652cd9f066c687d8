package dev.fairlead.controlplane.api.scim;

import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;

import java.util.Arrays;
import java.util.stream.Stream;

/// What routes of users and of groups have in common; `own` are errors of the one kind alone, such
/// as that of one that is not there.
final class ScimRoute {
    private ScimRoute() {}

    static Route.Builder list(Route.Builder route) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .with(Lists.parameters())
                .gives(200, Shape.SCIM)
                .fails(ErrorCode.FILTER_INVALID);
    }

    static Route.Builder create(Route.Builder route) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .takes(Shape.SCIM)
                .gives(201, Shape.SCIM)
                .fails(ErrorCode.MALFORMED_JSON, ErrorCode.NAME_TAKEN);
    }

    static Route.Builder get(Route.Builder route, ErrorCode... own) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .with(Lists.projection("attributes"), Lists.projection("excludedAttributes"))
                .gives(200, Shape.SCIM)
                .fails(all(own, ErrorCode.ID_MALFORMED, ErrorCode.ID_OF_ANOTHER_KIND));
    }

    static Route.Builder change(Route.Builder route, ErrorCode... own) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .takes(Shape.SCIM)
                .gives(200, Shape.SCIM)
                .fails(
                        all(
                                own,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.PATCH_INVALID,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.NAME_TAKEN,
                                ErrorCode.ROLE_TOO_HIGH));
    }

    static Route.Builder delete(Route.Builder route, ErrorCode... own) {
        return route.needs(Permission.DIRECTORY_WRITE)
                .gives(204, Shape.NOTHING)
                .fails(
                        all(
                                own,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.ROLE_TOO_HIGH));
    }

    private static ErrorCode[] all(ErrorCode[] own, ErrorCode... common) {
        return Stream.of(own, common).flatMap(Arrays::stream).toArray(ErrorCode[]::new);
    }
}
