package dev.fairlead.controlplane.control.access;

import dev.fairlead.controlplane.control.access.Callers.Shown;
import dev.fairlead.controlplane.store.DatabaseUnavailable;
import dev.fairlead.controlplane.store.access.AccessChanges;
import dev.fairlead.controlplane.store.services.AudienceStore;
import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;
import dev.fairlead.model.access.Permission;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether a caller may invoke a function at its address: by the same credentials, roles and lists
/// as by the API. What was decided holds until somebody's rights change, or the credential ends.
public final class FunctionGate implements Gatekeeper {
    /// Keys are looked at again after so long, so that their last use is known.
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Callers callers;
    private final AudienceStore audiences;
    private final Remembered<Question, Decided> decided;
    private final Clock clock;

    public FunctionGate(
            Callers callers, AudienceStore audiences, AccessChanges changes, Clock clock) {
        this.callers = callers;
        this.audiences = audiences;
        this.decided = new Remembered<>(changes);
        this.clock = clock;
    }

    private record Decided(Verdict verdict, Instant until) {}

    @Override
    public Optional<Verdict> known(Question question) {
        return decided.known(question)
                .filter(one -> one.until().isAfter(clock.instant()))
                .map(Decided::verdict);
    }

    @Override
    public Verdict decide(Question question) {
        try {
            long epoch = decided.epoch();
            Optional<Caller> caller = callers.find(shown(question));
            if (caller.isEmpty()) {
                // Not remembered: strangers have as many credentials as they like.
                return new Verdict.Unauthenticated();
            }
            Verdict verdict = verdict(question, caller.get());
            Instant latest = clock.instant().plus(LONGEST);
            Instant ends = caller.get().expiresAt();
            decided.put(
                    question, new Decided(verdict, ends.isBefore(latest) ? ends : latest), epoch);
            return verdict;
        } catch (DatabaseUnavailable e) {
            return new Verdict.Unavailable();
        }
    }

    private static Shown shown(Question question) {
        return new Shown(
                Shown.viaOf(question.bearer()),
                question.bearer(),
                Optional.of(question.organization().toString()),
                question.address());
    }

    private Verdict verdict(Question question, Caller caller) {
        if (!caller.within().equals(Optional.of(question.organization()))) {
            return new Verdict.Hidden();
        }
        if (!caller.may(Permission.FUNCTIONS_EXECUTE)) {
            return caller.may(Permission.FUNCTIONS_READ)
                    ? new Verdict.Forbidden()
                    : new Verdict.Hidden();
        }
        return audiences.reaches(
                        question.organization(),
                        question.function(),
                        caller.scope(Permission.FUNCTIONS_EXECUTE))
                ? new Verdict.Allowed(caller.id())
                : new Verdict.Hidden();
    }
}
