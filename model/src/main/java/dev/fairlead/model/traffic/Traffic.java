package dev.fairlead.model.traffic;

import dev.fairlead.model.errors.InvalidValue;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How an alias spreads its requests: conditions first, in their order; then the version somebody
/// stays with; then the weights. The shares add up to the whole.
public record Traffic(
        List<Share> shares,
        List<Condition> conditions,
        Optional<Sticky> sticky,
        Optional<Mirror> mirror) {
    private static final int MOST_SHARES = 16;
    private static final int MOST_CONDITIONS = 32;

    public Traffic {
        shares = List.copyOf(shares);
        conditions = List.copyOf(conditions);
        if (shares.isEmpty() || shares.size() > MOST_SHARES) {
            throw new InvalidValue("weights", "name 1 to " + MOST_SHARES + " versions");
        }
        var seen = new HashSet<Integer>();
        int sum = 0;
        for (Share share : shares) {
            if (!seen.add(share.version())) {
                throw new InvalidValue("weights", "version " + share.version() + " is named twice");
            }
            sum += share.basisPoints();
        }
        if (sum != Share.WHOLE) {
            throw new InvalidValue(
                    "weights",
                    "the weights add up to "
                            + new Share(1, Math.min(sum, Share.WHOLE)).percent()
                            + (sum > Share.WHOLE ? " and more" : "")
                            + "; they have to add up to 100");
        }
        if (conditions.size() > MOST_CONDITIONS) {
            throw new InvalidValue("conditions", "use at most " + MOST_CONDITIONS);
        }
    }

    /// All of it to one version.
    public static Traffic to(int version) {
        return new Traffic(
                List.of(new Share(version, Share.WHOLE)),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /// Whether every request goes to one version, and no copy elsewhere.
    public boolean whole() {
        return conditions.isEmpty() && mirror.isEmpty() && shares.size() == 1;
    }

    /// The version with the largest share; of equals the one named first.
    public int main() {
        Share largest = shares.getFirst();
        for (Share share : shares) {
            largest = share.basisPoints() > largest.basisPoints() ? share : largest;
        }
        return largest.version();
    }

    /// Every version that it names.
    public Set<Integer> versions() {
        var named = new LinkedHashSet<Integer>();
        shares.forEach(share -> named.add(share.version()));
        conditions.forEach(condition -> named.add(condition.version()));
        mirror.ifPresent(one -> named.add(one.version()));
        return named;
    }

    /// The version that the point `at`, from 0 to 9,999, falls to.
    public int at(int at) {
        int left = at;
        for (Share share : shares) {
            left -= share.basisPoints();
            if (left < 0) {
                return share.version();
            }
        }
        return shares.getLast().version();
    }

    /// The same weights over other versions: `stable` gets what `next` does not.
    public Traffic shifted(int stable, int next, int nextBasisPoints) {
        return new Traffic(
                nextBasisPoints == Share.WHOLE
                        ? List.of(new Share(next, Share.WHOLE))
                        : nextBasisPoints == 0
                                ? List.of(new Share(stable, Share.WHOLE))
                                : List.of(
                                        new Share(stable, Share.WHOLE - nextBasisPoints),
                                        new Share(next, nextBasisPoints)),
                conditions,
                sticky,
                mirror);
    }
}
