package dev.fairlead.controlplane.control.rollouts;

/// How much speaks against a version, as a test martingale: the capital of somebody who bets, event
/// by event, that bad events fall to the version more often than its share of the requests says. If
/// they do not, the capital ever reaches 1/a with a probability of at most a, however often one
/// looks (Ville's inequality; Shafer, Testing by betting, JRSS A 184, 2021). Base rates cancel out:
/// trouble that hits both versions is no evidence.
final class Evidence {
    /// The odds that are bet on, as multiples of fair ones; capital is divided evenly.
    private static final double[] ODDS = {3, 10, 30, 100, 1000};

    /// Rates that are bet on, as multiples of the one that is allowed.
    private static final double[] RATES = {1.5, 2, 4, 10, 30};

    private static final double HIGHEST_RATE = 0.99;

    private final double[] logCapital = new double[ODDS.length];

    /// Bad events of one period in which the shares did not change: `next` had `nextRequests`, of
    /// which `nextBad`. Odds up to `tolerance` times the fair ones are not held against it.
    void add(long nextRequests, long nextBad, long otherRequests, long otherBad, double tolerance) {
        if (nextRequests == 0 || otherRequests == 0) {
            return;
        }
        double share = (double) nextRequests / (nextRequests + otherRequests);
        double fair = tolerance * share / (1 - share + tolerance * share);
        for (int i = 0; i < ODDS.length; i++) {
            double odds = tolerance * ODDS[i];
            double bet = odds * share / (1 - share + odds * share);
            logCapital[i] += nextBad * Math.log(bet / fair);
            logCapital[i] += otherBad * Math.log((1 - bet) / (1 - fair));
        }
    }

    /// The capital by now; it began with 1.
    double capital() {
        double sum = 0;
        for (double log : logCapital) {
            sum += Math.exp(Math.min(log, 700));
        }
        return sum / ODDS.length;
    }

    /// The same against a rate that is allowed: the capital after `bad` of `requests`.
    static double beyond(double allowed, long requests, long bad) {
        double sum = 0;
        for (double multiple : RATES) {
            double rate = Math.min(HIGHEST_RATE, multiple * allowed);
            double log =
                    bad * Math.log(rate / allowed)
                            + (requests - bad) * Math.log((1 - rate) / (1 - allowed));
            sum += Math.exp(Math.min(log, 700));
        }
        return sum / RATES.length;
    }
}
