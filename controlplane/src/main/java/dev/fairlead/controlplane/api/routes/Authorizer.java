package dev.fairlead.controlplane.api.routes;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.access.Callers;
import dev.fairlead.controlplane.control.access.Callers.Shown;
import dev.fairlead.dataplane.calls.EdgeLimits;
import dev.fairlead.dataplane.http.BlockingExchange;
import dev.fairlead.dataplane.limits.LimitKey;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.access.Permission.Reach;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.RateLimit;

import java.time.Duration;
import java.util.Optional;

/// The one place that decides whether a request may be served: who asks, in which organization, and
/// whether the route's permission is theirs.
public final class Authorizer {
    private final Callers callers;
    private final Limiter limiter;
    private final Optional<Policy> perCaller;

    /// A user or a key may ask as often as `perCaller` says.
    public Authorizer(Callers callers, Limiter limiter, Optional<RateLimit> perCaller) {
        this.callers = callers;
        this.limiter = limiter;
        this.perCaller = perCaller.map(limit -> Policy.of("caller", limit));
    }

    /// Counts a request: whether it may go on, and what its answer says of it. Nobody known is
    /// counted by address, before they come here.
    EdgeLimits.Verdict count(Caller caller) {
        if (perCaller.isEmpty() || caller.via() == Caller.Via.NOBODY) {
            return EdgeLimits.Verdict.FREE;
        }
        Policy policy = perCaller.get();
        return EdgeLimits.verdict(
                limiter.take(new LimitKey("caller", caller.id()), policy), policy, true);
    }

    /// Throws `Rejected` where there were too many.
    void allow(EdgeLimits.Verdict counted) {
        if (counted.refused().isEmpty()) {
            return;
        }
        Policy policy = perCaller.orElseThrow();
        throw new Rejected(
                ErrorCode.RATE_LIMITED,
                "at most "
                        + policy.requests()
                        + " requests in "
                        + policy.periodSeconds()
                        + " s for one user or key",
                Duration.ofSeconds(counted.refused().get().retryAfter()));
    }

    /// Whoever asks, or `Rejected`. A caller of a public route may be nobody.
    Caller caller(BlockingExchange exchange, Route route) {
        if (route.permission().reach() != Reach.ANYBODY) {
            return known(exchange);
        }
        if (!exchange.method().equals("GET") && !route.reached()) {
            Credentials.ownOrigin(exchange);
        }
        try {
            return Credentials.of(exchange).flatMap(callers::find).orElse(Caller.ANYBODY);
        } catch (Rejected e) {
            // A cookie whose session has ended has no token to send back: its browser is anybody.
            return Caller.ANYBODY;
        }
    }

    /// Who may not ask is told so before what exists: an unknown path needs a credential, too.
    Caller known(BlockingExchange exchange) {
        Shown shown =
                Credentials.of(exchange)
                        .orElseThrow(() ->
                                new Rejected(
                                        ErrorCode.UNAUTHENTICATED,
                                        "send `Authorization: Bearer <key>`;"
                                                + " `fairlead login` stores one"));
        return callers.find(shown)
                .orElseThrow(() ->
                        new Rejected(
                                ErrorCode.UNAUTHENTICATED,
                                "this credential is not known, has expired or was revoked"));
    }

    /// Throws `Rejected` unless `caller` may be served by `route`.
    void check(Caller caller, Route route, BlockingExchange exchange) {
        Permission permission = route.permission();
        Reach reach = permission.reach();
        if (reach == Reach.ORGANIZATION || reach == Reach.PROJECT) {
            inOrganization(caller, exchange);
        }
        boolean may =
                route.everywhere()
                        ? caller.access().everywhere(permission)
                        : caller.may(permission);
        if (!may) {
            throw new Rejected(
                    ErrorCode.FORBIDDEN,
                    caller.name()
                            + " lacks the permission "
                            + permission.word()
                            + (route.everywhere() ? " in the whole organization" : ""));
        }
    }

    private static void inOrganization(Caller caller, BlockingExchange exchange) {
        Optional<String> named = exchange.header(Callers.ORGANIZATION_HEADER);
        boolean other =
                named.isPresent()
                        && caller.via() == Caller.Via.KEY
                        && !named.get().equals(caller.organization().toString());
        if (named.isPresent() && (other || caller.within().isEmpty())) {
            throw new Rejected(
                    ErrorCode.ORGANIZATION_NOT_FOUND, "no organization of yours has this name");
        }
        caller.organization();
    }

    /// Whether a stream that began for `caller` may go on.
    boolean still(BlockingExchange exchange, Route route) {
        try {
            check(caller(exchange, route), route, exchange);
            return true;
        } catch (Rejected e) {
            return false;
        }
    }
}
