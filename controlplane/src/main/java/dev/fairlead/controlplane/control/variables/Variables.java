package dev.fairlead.controlplane.control.variables;

import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.controlplane.store.variables.DefinitionStore;
import dev.fairlead.controlplane.store.variables.Variable;
import dev.fairlead.controlplane.store.variables.VariablePlace;
import dev.fairlead.controlplane.store.variables.VariableStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.FieldError;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.variables.Seen;
import dev.fairlead.model.variables.VariableName;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Sets, lists and reveals variables where they are set; and what projects say of them.
public final class Variables {
    private static final int LONGEST = References.LONGEST;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    private final VariableStore store;
    private final DefinitionStore definitions;
    private final Envelope envelope;
    private final InstantSource clock;

    public Variables(
            VariableStore store,
            DefinitionStore definitions,
            Envelope envelope,
            InstantSource clock) {
        this.store = store;
        this.definitions = definitions;
        this.envelope = envelope;
        this.clock = clock;
    }

    /// What somebody wants a variable to be; what is empty stays, and a new one is plain and seen
    /// by what runs. `revision` is the one they saw.
    public record Wish(
            VariableName name,
            String value,
            Optional<Boolean> secret,
            Optional<Seen> seen,
            Optional<Long> revision) {
        /// Values may be secrets.
        @Override
        public String toString() {
            return name.text();
        }
    }

    public List<Variable> list(VariablePlace place) {
        return store.list(place);
    }

    public Optional<Variable> find(VariablePlace place, VariableName name) {
        return list(place).stream().filter(v -> v.name().equals(name)).findAny();
    }

    /// All or nothing. Refuses values that are too long, or that can be seen not to be what the
    /// project that is named expects.
    public List<Variable> change(
            VariablePlace place,
            Optional<ProjectId> project,
            List<Wish> wishes,
            List<VariableName> removed) {
        check(place.organization(), project, wishes);
        List<Variable> before = list(place);
        List<VariableStore.Write> writes =
                wishes.stream().map(wish -> write(place, before, wish, Optional.empty())).toList();
        return store.change(place, writes, removed);
    }

    /// Sets another value; for a while the one before is given, too, as `NAME_PREVIOUS`.
    public Variable rotate(
            VariablePlace place, Optional<ProjectId> project, Wish wish, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw Rejected.field("/overlapSeconds", "use 0 to 2592000 seconds (30 days)");
        }
        previous(wish.name());
        check(place.organization(), project, List.of(wish));
        List<Variable> before = list(place);
        if (before.stream().noneMatch(v -> v.name().equals(wish.name()))) {
            throw missing(wish.name());
        }
        Optional<Instant> until =
                overlap.isZero() ? Optional.empty() : Optional.of(clock.instant().plus(overlap));
        store.change(place, List.of(write(place, before, wish, until)), List.of());
        return find(place, wish.name()).orElseThrow(() -> missing(wish.name()));
    }

    /// What a secret is called when it is sealed.
    public static String bound(VariablePlace place, VariableName name) {
        return Setting.bound(place, name);
    }

    /// What the value before is called while it is given, too.
    static VariableName previous(VariableName name) {
        try {
            return new VariableName(name + "_PREVIOUS");
        } catch (InvalidValue e) {
            throw Rejected.field("/name", "is too long for the value before: " + e.rule());
        }
    }

    private VariableStore.Write write(
            VariablePlace place, List<Variable> before, Wish wish, Optional<Instant> until) {
        boolean was =
                before.stream()
                        .filter(v -> v.name().equals(wish.name()))
                        .anyMatch(Variable::secret);
        boolean secret = wish.secret().orElse(was);
        return new VariableStore.Write(
                wish.name(),
                wish.seen(),
                secret ? Optional.empty() : Optional.of(wish.value()),
                secret ? Optional.of(sealed(place, wish)) : Optional.empty(),
                wish.revision(),
                until);
    }

    private String sealed(VariablePlace place, Wish wish) {
        byte[] sealed = envelope.seal(Setting.bound(place, wish.name()), wish.value());
        return Base64.getEncoder().encodeToString(sealed);
    }

    private String opened(Variable variable, String sealed) {
        return envelope.open(
                Setting.bound(variable.place(), variable.name()),
                Base64.getDecoder().decode(sealed));
    }

    private void check(
            Optional<OrganizationId> organization, Optional<ProjectId> project, List<Wish> wishes) {
        List<Definition> expected =
                project.map(id -> definitions.list(organization.orElseThrow(), id))
                        .orElse(List.of());
        var problems = new ArrayList<FieldError>();
        for (Wish wish : wishes) {
            String pointer = "/variables/" + wish.name();
            Optional<String> wrong = malformed(wish.value());
            wrong.ifPresent(what -> problems.add(new FieldError(pointer, what)));
            if (wrong.isEmpty() && !wish.value().contains("${")) {
                expected.stream()
                        .filter(one -> one.name().equals(wish.name()))
                        .map(one -> Expectations.problem(one, wish.value()))
                        .flatMap(Optional::stream)
                        .forEach(what -> problems.add(new FieldError(pointer, what)));
            }
        }
        refuse(problems);
    }

    /// Throws `Rejected` with all of them where there are any.
    static void refuse(List<FieldError> problems) {
        if (!problems.isEmpty()) {
            throw new Rejected(
                    ErrorCode.VARIABLES_INVALID,
                    problems.size() == 1
                            ? problems.getFirst().pointer().replaceFirst("^/variables/?", "")
                                    + " "
                                    + problems.getFirst().detail()
                            : problems.size() + " things are wrong with the variables",
                    problems);
        }
    }

    private static Optional<String> malformed(String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > LONGEST || value.indexOf('\0') >= 0) {
            return Optional.of("has to have at most " + LONGEST + " bytes, and no NUL");
        }
        try {
            Template.parse(value);
            return Optional.empty();
        } catch (InvalidValue e) {
            return Optional.of(e.rule());
        }
    }

    static Rejected missing(VariableName name) {
        return new Rejected(ErrorCode.VARIABLE_NOT_FOUND, "there is no variable " + name);
    }

    /// A value in plain text, as it is set there; that somebody looked is in the audit log.
    public String reveal(VariablePlace place, VariableName name) {
        return text(store.reveal(place, name).orElseThrow(() -> missing(name)));
    }

    private String text(Variable variable) {
        return variable.sealed()
                .map(sealed -> opened(variable, sealed))
                .or(variable::value)
                .orElse("");
    }

    /// A variable and, while it is given, too, the value before.
    List<Setting> settings(Variable variable) {
        var all = new ArrayList<Setting>();
        all.add(setting(variable, variable.name(), variable.secret(), text(variable)));
        variable.previous()
                .filter(before -> before.until().isAfter(clock.instant()))
                .ifPresent(before -> all.add(previous(variable, before)));
        return all;
    }

    private Setting previous(Variable variable, Variable.Previous before) {
        String text =
                before.sealed()
                        .map(sealed -> opened(variable, sealed))
                        .or(before::value)
                        .orElse("");
        return setting(variable, previous(variable.name()), before.sealed().isPresent(), text);
    }

    private static Setting setting(
            Variable variable, VariableName name, boolean secret, String text) {
        return new Setting(
                name,
                variable.place().scope(),
                variable.environment(),
                variable.seen(),
                secret,
                text);
    }
}
