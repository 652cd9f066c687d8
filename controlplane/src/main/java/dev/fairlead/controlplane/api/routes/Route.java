package dev.fairlead.controlplane.api.routes;

import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One route: everything about it but the code behind `handler`. `path` is below `/api/v1` and has
/// `{name}` where a segment, or the part of it before `:verb`, is a parameter. A `repeatable` route
/// makes something, once for each `Idempotency-Key`. A route that is `everywhere` needs its
/// permission in the whole organization, and is not served to who has it in some projects. To one
/// that is `reached` another site sends browsers, with parameters of its own.
public record Route(
        String method,
        String path,
        String operation,
        String summary,
        Permission permission,
        List<Parameter> parameters,
        Shape request,
        int status,
        Shape response,
        Set<ErrorCode> errors,
        boolean repeatable,
        boolean everywhere,
        boolean reached,
        RouteHandler handler) {
    public Route {
        parameters = List.copyOf(parameters);
        errors = Set.copyOf(errors);
    }

    public static Builder get(String path) {
        return new Builder("GET", path);
    }

    public static Builder post(String path) {
        return new Builder("POST", path);
    }

    public static Builder put(String path) {
        return new Builder("PUT", path);
    }

    public static Builder patch(String path) {
        return new Builder("PATCH", path);
    }

    public static Builder delete(String path) {
        return new Builder("DELETE", path);
    }

    /// Says a route sentence by sentence.
    public static final class Builder {
        private final String method;
        private final String path;
        private String operation = "";
        private String summary = "";
        private Permission permission = Permission.INSTALLATION_READ;
        private final List<Parameter> parameters = new ArrayList<>();
        private Shape request = Shape.NOTHING;
        private int status = 200;
        private Shape response = Shape.NOTHING;
        private Set<ErrorCode> errors = Set.of();
        private boolean repeatable;
        private boolean everywhere;
        private boolean reached;

        private Builder(String method, String path) {
            this.method = method;
            this.path = path;
        }

        /// Its name in clients, and what it does.
        public Builder named(String operation, String summary) {
            this.operation = operation;
            this.summary = summary;
            return this;
        }

        public Builder needs(Permission permission) {
            this.permission = permission;
            return this;
        }

        public Builder takes(Shape request) {
            this.request = request;
            return this;
        }

        public Builder with(Parameter... more) {
            parameters.addAll(List.of(more));
            return this;
        }

        /// A list: takes `cursor` and `limit`.
        public Builder paged() {
            return with(
                    Parameter.string("cursor", "`nextCursor` of the page before"),
                    Parameter.integer("limit", "items on a page, 1 to 200, 50 if left out"));
        }

        public Builder gives(int status, Shape response) {
            this.status = status;
            this.response = response;
            return this;
        }

        public Builder fails(ErrorCode... codes) {
            errors = Set.of(codes);
            return this;
        }

        /// Makes something; takes `Idempotency-Key`, so that a caller may safely send it again.
        public Builder repeatable() {
            repeatable = true;
            return this;
        }

        /// Needs its permission in the whole organization: it concerns more than one project.
        public Builder everywhere() {
            everywhere = true;
            return this;
        }

        /// Another site sends browsers here, with parameters of its own.
        public Builder reached() {
            reached = true;
            return this;
        }

        public Route by(RouteHandler handler) {
            return new Route(
                    method,
                    path,
                    operation,
                    summary,
                    permission,
                    parameters,
                    request,
                    status,
                    response,
                    errors,
                    repeatable,
                    everywhere,
                    reached,
                    handler);
        }
    }
}
