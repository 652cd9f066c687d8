package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.clients.Client;
import dev.fairlead.dataplane.limits.Decision;
import dev.fairlead.dataplane.limits.LimitKey;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.dataplane.limits.RequestQuotas;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.RateLimit.Per;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How often clients may ask: everything by an address, the functions of an organization, and one
/// function as it says itself. `perAddress` does not hold for this machine: a proxy on it that
/// nobody named would make all clients one.
public final class EdgeLimits {
    private static final Optional<Per> FOR_ALL = Optional.of(Per.FUNCTION);

    private final Limiter limiter;
    private final RequestQuotas quotas;
    private final Optional<Policy> perAddress;
    private final Optional<Policy> perOrganization;

    public EdgeLimits(
            Limiter limiter,
            RequestQuotas quotas,
            Optional<RateLimit> perAddress,
            Optional<RateLimit> perOrganization) {
        this.limiter = limiter;
        this.quotas = quotas;
        this.perAddress = perAddress.map(limit -> Policy.of("address", limit));
        this.perOrganization = perOrganization.map(limit -> Policy.of("organization", limit));
    }

    /// Counts nobody.
    public static EdgeLimits none() {
        return new EdgeLimits(
                new Limiter(),
                new RequestQuotas(Clock.systemUTC()),
                Optional.empty(),
                Optional.empty());
    }

    /// Whether a request may go on, and what its answer says of limits.
    public record Verdict(Optional<Refused> refused, List<Header> headers) {
        public static final Verdict FREE = new Verdict(Optional.empty(), List.of());

        static Verdict not(ErrorCode code, Duration retryAfter, List<Header> headers) {
            return new Verdict(Optional.of(new Refused(code, seconds(retryAfter))), headers);
        }
    }

    /// Why it may not, and in how many seconds it may.
    public record Refused(ErrorCode code, long retryAfter) {}

    /// Everything that comes from an address, of whatever function.
    public Verdict arrive(Client client) {
        if (perAddress.isEmpty() || client.address().isEmpty() || client.isLoopback()) {
            return Verdict.FREE;
        }
        return take(new LimitKey("address", client.network()), perAddress.get(), false);
    }

    /// What is asked of one function, by `who`: a client's network, or another function. What may
    /// go on counts for quotas.
    public Verdict call(LiveService service, String who) {
        Optional<Duration> spent =
                quotas.spent(service.entry().organization(), service.entry().project());
        if (spent.isPresent()) {
            return Verdict.not(ErrorCode.QUOTA_EXCEEDED, spent.get(), List.of());
        }
        Verdict verdict = rate(service, who);
        if (verdict.refused().isEmpty()) {
            quotas.count(service.entry().id());
        }
        return verdict;
    }

    private Verdict rate(LiveService service, String who) {
        if (perOrganization.isPresent()) {
            var key = new LimitKey("organization", service.organization());
            Verdict verdict = take(key, perOrganization.get(), false);
            if (verdict.refused().isPresent()) {
                return verdict;
            }
        }
        if (service.rate().isEmpty()) {
            return Verdict.FREE;
        }
        boolean all = service.entry().settings().rateLimit().map(RateLimit::per).equals(FOR_ALL);
        var key = new LimitKey(service.id(), all ? "" : who);
        return take(key, service.rate().get(), true);
    }

    private Verdict take(LimitKey key, Policy policy, boolean told) {
        return verdict(limiter.take(key, policy), policy, told);
    }

    /// What a decision says; `told` also where it allows.
    public static Verdict verdict(Decision decision, Policy policy, boolean told) {
        return switch (decision) {
            case Decision.Allowed(long remaining, Duration reset) ->
                    told
                            ? new Verdict(Optional.empty(), headers(policy, remaining, reset))
                            : Verdict.FREE;
            case Decision.Limited(Duration retryAfter) ->
                    Verdict.not(ErrorCode.RATE_LIMITED, retryAfter, headers(policy, 0, retryAfter));
        };
    }

    /// As the IETF's draft "RateLimit header fields for HTTP" has them.
    private static List<Header> headers(Policy policy, long remaining, Duration reset) {
        String name = '"' + policy.name() + '"';
        return List.of(
                new Header(
                        "ratelimit-policy",
                        name + ";q=" + policy.requests() + ";w=" + policy.periodSeconds()),
                new Header("ratelimit", name + ";r=" + remaining + ";t=" + seconds(reset)));
    }

    /// Rounded up, so that whoever waits so long does not come too early.
    public static long seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }
}
