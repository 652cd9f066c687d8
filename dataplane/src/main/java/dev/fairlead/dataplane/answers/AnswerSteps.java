package dev.fairlead.dataplane.answers;

import dev.fairlead.dataplane.rules.Cors;
import dev.fairlead.dataplane.rules.HeaderChanges;
import dev.fairlead.dataplane.rules.Steps;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Function;

/// What a route does with the answer to one request: its headers, which pages may read it, how it
/// is compressed.
public final class AnswerSteps {
    /// Of requests that no route decides.
    public static final AnswerSteps NONE = new AnswerSteps(Steps.NONE, null, null);

    private final Steps steps;
    private final @Nullable String origin;
    private final @Nullable String accepted;

    private AnswerSteps(Steps steps, @Nullable String origin, @Nullable String accepted) {
        this.steps = steps;
        this.origin = origin;
        this.accepted = accepted;
    }

    /// For a request with these headers.
    public static AnswerSteps of(Steps steps, MultiMap request) {
        return steps.equals(Steps.NONE)
                ? NONE
                : new AnswerSteps(steps, request.get("origin"), request.get("accept-encoding"));
    }

    /// What the route changed of the request.
    public HeaderChanges request() {
        return steps.request();
    }

    /// Changes a head, as the last.
    public void head(MultiMap fields) {
        steps.answer().apply(fields);
        if (steps.cors().isPresent()) {
            Cors cors = steps.cors().get();
            if (cors.varies()) {
                fields.add("vary", "origin");
            }
            if (origin != null && cors.allows(origin)) {
                cors.grant(origin, fields);
            }
        }
        if (steps.compress()) {
            fields.add("vary", "accept-encoding");
        }
    }

    boolean compresses() {
        return steps.compress();
    }

    /// What to make of a body behind these `fields`; nothing where it stays.
    Optional<Recoding> recoding(
            int status, boolean head, Function<String, @Nullable String> fields) {
        boolean bodiless = head || status < 200 || status == 204 || status == 206 || status == 304;
        return steps.compress() && !bodiless ? Recoding.of(accepted, fields) : Optional.empty();
    }
}
