package dev.fairlead.dataplane.router;

import dev.fairlead.dataplane.router.Target.Mirrored;
import dev.fairlead.model.traffic.Condition;
import dev.fairlead.model.traffic.Share;
import dev.fairlead.model.traffic.Sticky;
import dev.fairlead.model.traffic.Traffic;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// An alias with what answers for its versions: picks one of them for each request.
final class Split {
    private final RoutedAlias alias;
    private final String salt;
    private final Map<Integer, Target> targets = new HashMap<>();
    private final Optional<Mirrored> mirrored;
    private final boolean whole;
    private final Optional<Target> only;

    /// `tallies` is asked where the alias is split: what goes to one version need not be compared.
    Split(RoutedService service, RoutedAlias alias, Map<Integer, Ready> ready, Tallies tallies) {
        this.alias = alias;
        this.salt = service.id() + "/" + alias.environment() + "/" + alias.name() + "/";
        Traffic traffic = alias.traffic();
        this.whole = traffic.whole();
        for (int version : traffic.versions()) {
            Ready one = ready.get(version);
            if (one != null) {
                Optional<Tally> tally =
                        whole
                                ? Optional.empty()
                                : Optional.of(
                                        tallies.of(
                                                new Tallies.Key(
                                                        service.organization(),
                                                        service.id(),
                                                        alias.environment(),
                                                        alias.name(),
                                                        alias.revision(),
                                                        version)));
                targets.put(
                        version,
                        new Target(
                                alias,
                                version,
                                one.backend(),
                                one.inFlight(),
                                tally,
                                Optional.empty(),
                                Optional.empty()));
            }
        }
        this.mirrored =
                traffic.mirror()
                        .map(mirror -> targets.get(mirror.version()))
                        .map(t -> new Mirrored(t.version(), t.backend(), t.inFlight(), t.tally()));
        this.only = Optional.ofNullable(targets.get(traffic.shares().getFirst().version()));
    }

    Collection<Target> targets() {
        return targets.values();
    }

    /// Empty where the version that was picked cannot answer.
    Optional<Target> pick(Visitor visitor) {
        if (whole) {
            return only;
        }
        Traffic traffic = alias.traffic();
        Optional<Target> picked = byCondition(traffic, visitor);
        if (picked.isEmpty()) {
            picked = byShare(traffic, visitor);
        }
        return picked.map(target -> withMirror(target, traffic));
    }

    private Optional<Target> byCondition(Traffic traffic, Visitor visitor) {
        for (Condition condition : traffic.conditions()) {
            Optional<String> carried =
                    switch (condition.part()) {
                        case HEADER -> visitor.header(condition.name());
                        case QUERY -> visitor.query(condition.name());
                        case COOKIE -> visitor.cookie(condition.name());
                    };
            if (condition.met(carried)) {
                return Optional.ofNullable(targets.get(condition.version()));
            }
        }
        return Optional.empty();
    }

    private Optional<Target> byShare(Traffic traffic, Visitor visitor) {
        if (traffic.sticky().isEmpty()) {
            return at(traffic, ThreadLocalRandom.current().nextInt(Share.WHOLE));
        }
        Sticky sticky = traffic.sticky().get();
        Optional<String> who =
                switch (sticky.by()) {
                    case COOKIE -> visitor.cookie(sticky.name());
                    case HEADER -> visitor.header(sticky.name());
                    case USER -> visitor.caller();
                };
        if (who.isPresent()) {
            return at(traffic, point(salt + who.get()));
        }
        if (sticky.by() != Sticky.By.COOKIE) {
            return at(traffic, ThreadLocalRandom.current().nextInt(Share.WHOLE));
        }
        String visitorId =
                Long.toHexString(ThreadLocalRandom.current().nextLong() | Long.MIN_VALUE);
        String cookie =
                sticky.name()
                        + "="
                        + visitorId
                        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
                        + sticky.keep().toSeconds();
        return at(traffic, point(salt + visitorId))
                .map(t ->
                        new Target(
                                t.alias(),
                                t.version(),
                                t.backend(),
                                t.inFlight(),
                                t.tally(),
                                Optional.of(cookie),
                                Optional.empty()));
    }

    private Optional<Target> at(Traffic traffic, int point) {
        return Optional.ofNullable(targets.get(traffic.at(point)));
    }

    /// FNV-1a, then the finalizer of MurmurHash3: close texts fall far apart.
    static int point(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash ^= hash >>> 33;
        hash *= 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        hash *= 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (int) Long.remainderUnsigned(hash, Share.WHOLE);
    }

    private Target withMirror(Target target, Traffic traffic) {
        boolean copied =
                mirrored.isPresent()
                        && mirrored.get().version() != target.version()
                        && ThreadLocalRandom.current().nextInt(Share.WHOLE)
                                < traffic.mirror().orElseThrow().basisPoints();
        return copied
                ? new Target(
                        target.alias(),
                        target.version(),
                        target.backend(),
                        target.inFlight(),
                        target.tally(),
                        target.cookie(),
                        mirrored)
                : target;
    }
}
