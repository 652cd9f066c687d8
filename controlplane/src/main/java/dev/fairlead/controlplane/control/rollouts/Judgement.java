package dev.fairlead.controlplane.control.rollouts;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.util.Map;

/// What the judge of a rollout wrote down between two looks. `checked` is whether the check passed,
/// `checks` how often it was tried. From the bucket `slowFrom` on a request is slow; what was slow
/// before that was decided is in `before`, by revision and version.
record Judgement(
        boolean checked, int checks, @Nullable Integer slowFrom, Map<String, Long> before) {
    static final Judgement NONE = new Judgement(false, 0, null, Map.of());
    private static final JsonMapper JSON = new JsonMapper();

    Judgement {
        before = Map.copyOf(before);
    }

    static Judgement read(String text) {
        return text.equals("{}") ? NONE : JSON.readValue(text, Judgement.class);
    }

    String text() {
        return JSON.writeValueAsString(this);
    }

    Judgement tried(boolean passed) {
        return new Judgement(passed, checks + 1, slowFrom, before);
    }

    Judgement slowFrom(int bucket, Map<String, Long> counts) {
        return new Judgement(checked, checks, bucket, counts);
    }
}
