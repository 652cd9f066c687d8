package dev.fairlead.controlplane.api.variables;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.control.changes.VariableReleases.Outcome;
import dev.fairlead.controlplane.control.changes.VariableReleases.What;
import dev.fairlead.controlplane.control.variables.Effective;
import dev.fairlead.controlplane.control.variables.Variables;
import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.Origin;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;
import dev.fairlead.model.variables.VariableType;
import dev.fairlead.model.wire.EffectiveVariableJson;
import dev.fairlead.model.wire.ScopedVariableResponse;
import dev.fairlead.model.wire.VariableDefinitionJson;
import dev.fairlead.model.wire.VariableProblemJson;
import dev.fairlead.model.wire.VariableReleaseJson;
import dev.fairlead.model.wire.VariableWishJson;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Variables as they travel.
final class VariableJson {
    private VariableJson() {}

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.isPresent() ? value.get() : null;
    }

    static ScopedVariableResponse variable(Variable one) {
        return new ScopedVariableResponse(
                one.name().text(),
                one.place().scope().word(),
                orNull(one.environment().map(Object::toString)),
                one.seen().word(),
                one.secret(),
                orNull(one.value()),
                orNull(one.previous().map(Variable.Previous::until)),
                one.revision(),
                one.updatedAt());
    }

    static EffectiveVariableJson effective(Effective one) {
        return new EffectiveVariableJson(
                one.name().text(),
                one.secret(),
                one.secret() ? null : one.value(),
                one.origin().text(),
                one.hidden().stream().map(Origin::text).toList());
    }

    static List<VariableProblemJson> problems(List<FieldError> all) {
        return all.stream().map(e -> new VariableProblemJson(e.pointer(), e.detail())).toList();
    }

    static VariableReleaseJson release(Outcome outcome) {
        @Nullable Integer version = null;
        @Nullable String deployment = null;
        @Nullable String reason = null;
        @Nullable List<VariableProblemJson> errors = null;
        String word =
                switch (outcome.what()) {
                    case What.Released(int number) -> {
                        version = number;
                        yield "released";
                    }
                    case What.Waiting(var id) -> {
                        deployment = id.toString();
                        yield "waiting";
                    }
                    case What.Kept(String why) -> {
                        reason = why;
                        yield "kept";
                    }
                    case What.Refused(List<FieldError> problems) -> {
                        errors = problems(problems);
                        yield "refused";
                    }
                };
        return new VariableReleaseJson(
                outcome.service().name().text(),
                outcome.service().project().text(),
                outcome.environment().name().text(),
                word,
                version,
                deployment,
                reason,
                errors);
    }

    static Variables.Wish wish(String pointer, @Nullable VariableWishJson json) {
        if (json == null) {
            throw Rejected.field(pointer, "is needed");
        }
        String value = json.value();
        if (value == null) {
            throw Rejected.field(pointer + "/value", "is needed");
        }
        return new Variables.Wish(
                ApiRequest.field(pointer + "/name", json.name(), VariableName::new),
                value,
                Optional.ofNullable(json.secret()),
                Optional.ofNullable(json.seen()).map(text -> seen(pointer + "/seen", text)),
                Optional.ofNullable(json.revision()));
    }

    static Seen seen(String pointer, String text) {
        return Seen.parse(text)
                .orElseThrow(() -> Rejected.field(pointer, "use build, run or both"));
    }

    static VariableDefinitionJson definition(Definition one) {
        return new VariableDefinitionJson(
                one.name().text(),
                one.type().word(),
                one.allowed().isEmpty() ? null : one.allowed(),
                orNull(one.pattern()),
                one.required(),
                orNull(one.standard()),
                one.secret(),
                one.description().isEmpty() ? null : one.description());
    }

    static Definition definition(String pointer, @Nullable VariableDefinitionJson json) {
        if (json == null) {
            throw Rejected.field(pointer, "is needed");
        }
        String type = json.type();
        return new Definition(
                ApiRequest.field(pointer + "/name", json.name(), VariableName::new),
                type == null
                        ? VariableType.STRING
                        : VariableType.parse(type)
                                .orElseThrow(() ->
                                        Rejected.field(
                                                pointer + "/type",
                                                "use string, number, integer, boolean, url, email,"
                                                        + " enum or json")),
                json.allowed() == null ? List.of() : json.allowed(),
                Optional.ofNullable(json.pattern()),
                Boolean.TRUE.equals(json.required()),
                Optional.ofNullable(json.defaultValue()),
                Boolean.TRUE.equals(json.secret()),
                json.description() == null ? "" : json.description());
    }
}
