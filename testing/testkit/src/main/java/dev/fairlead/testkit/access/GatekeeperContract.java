package dev.fairlead.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.access.Gatekeeper;
import dev.fairlead.dataplane.access.Question;
import dev.fairlead.dataplane.access.Verdict;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What every gatekeeper must do, wherever it knows people from.
public abstract class GatekeeperContract {
    protected abstract Gatekeeper gatekeeper();

    /// By somebody who may.
    protected abstract Question allowed();

    /// The same, by somebody of another organization.
    protected abstract Question foreign();

    private static Question with(Question like, String bearer) {
        return new Question(like.function(), like.organization(), bearer, like.address());
    }

    @Test
    void who_may_is_let_in_and_named() {
        // Given
        Question question = allowed();
        // When
        Verdict verdict = gatekeeper().decide(question);
        // Then
        assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
        String caller = ((Verdict.Allowed) verdict).callerId();
        assertThat(caller).matches("[a-z]+_[0-9A-Za-z-]+").isNotEqualTo(question.bearer());
    }

    @Test
    void what_is_at_hand_is_what_was_decided() {
        // Given
        Gatekeeper gatekeeper = gatekeeper();
        for (Question question : List.of(allowed(), foreign(), with(allowed(), "nobody"))) {
            // When
            Verdict decided = gatekeeper.decide(question);
            // Then
            gatekeeper.known(question).ifPresent(k -> assertThat(k).isEqualTo(decided));
        }
    }

    @Test
    void a_credential_that_nobody_has_is_of_nobody() {
        // Given
        Question question = allowed();
        String last = question.bearer().endsWith("0") ? "1" : "0";
        String almost = question.bearer().substring(0, question.bearer().length() - 1) + last;
        var others = List.of("", " ", "x", almost, "x".repeat(8000), "\u0000\n\u00e9\ud83d\ude00");
        for (String bearer : others) {
            // When
            Verdict verdict = gatekeeper().decide(with(question, bearer));
            // Then
            assertThat(verdict).as(bearer).isEqualTo(new Verdict.Unauthenticated());
        }
    }

    @Test
    void who_belongs_to_another_organization_does_not_learn_that_it_is_there() {
        assertThat(gatekeeper().decide(foreign())).isEqualTo(new Verdict.Hidden());
    }

    @Test
    void no_answer_shows_the_credential() {
        // Given
        Question question = allowed();
        // When
        Verdict verdict = gatekeeper().decide(question);
        // Then
        assertThat(verdict.toString()).doesNotContain(question.bearer());
    }
}
