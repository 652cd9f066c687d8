package dev.fairlead.dataplane.access;

import dev.fairlead.dataplane.access.PasswordChecks.Found;
import dev.fairlead.dataplane.limits.LimitKey;
import dev.fairlead.dataplane.limits.Limiter;
import dev.fairlead.dataplane.limits.Policy;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.functions.RateLimit;
import dev.fairlead.model.functions.RateLimit.Per;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Lets in whoever has a name and a password that a route or a service asks for. Where too much was
/// wrong from one network, nothing that comes from there is looked at for a while.
public final class BasicDoor {
    /// Wrong ones, wherever they were tried.
    static final Policy WRONG =
            Policy.of("password", new RateLimit(100, Duration.ofMinutes(15), 20, Per.ADDRESS));

    private final PasswordChecks checks;
    private final Limiter limiter;

    /// Whether a password is the one of a hash; takes as long where there is none.
    public interface PasswordCheck {
        boolean matches(String password, Optional<String> hash);
    }

    /// What becomes of who asks to be let in.
    public sealed interface Outcome {
        /// They are who they say.
        record Entered(String name) implements Outcome {}

        /// They showed nothing, or it is wrong.
        record Unknown() implements Outcome {}

        /// Too much was wrong; it is looked at again after `retryAfter`.
        record TooOften(Duration retryAfter) implements Outcome {}

        /// Too many ask at once.
        record Busy() implements Outcome {}
    }

    /// One that counts on its own.
    public BasicDoor(PasswordCheck check) {
        this(check, new Limiter());
    }

    public BasicDoor(PasswordCheck check, Limiter limiter) {
        this.checks = new PasswordChecks(check);
        this.limiter = limiter;
    }

    /// The outcome where it is at hand.
    public Optional<Outcome> known(
            Optional<BasicCredential> shown, String network, PasswordUsers users) {
        if (shown.isEmpty()) {
            return Optional.of(new Outcome.Unknown());
        }
        Optional<Duration> wait = limiter.untilFree(key(network), WRONG);
        if (wait.isPresent()) {
            return Optional.of(new Outcome.TooOften(wait.get()));
        }
        BasicCredential one = shown.get();
        return checks.known(one.password(), users.hash(one.name()))
                .map(found -> outcome(found, one, network));
    }

    private static LimitKey key(String network) {
        return new LimitKey(WRONG.name(), network);
    }

    private Outcome outcome(Found found, BasicCredential shown, String network) {
        return switch (found) {
            case RIGHT -> new Outcome.Entered(shown.name());
            case WRONG -> {
                // Counted before anybody hears of it: who hangs up has guessed, too.
                limiter.take(key(network), WRONG);
                yield new Outcome.Unknown();
            }
            case BUSY -> new Outcome.Busy();
        };
    }

    /// Tells `heard`, once, on any thread.
    public void ask(
            BasicCredential shown, String network, PasswordUsers users, Consumer<Outcome> heard) {
        checks.ask(
                shown.password(),
                users.hash(shown.name()),
                found -> heard.accept(outcome(found, shown, network)));
    }
}
