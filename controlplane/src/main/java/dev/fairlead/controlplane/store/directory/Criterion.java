package dev.fairlead.controlplane.store.directory;

import java.util.List;

/// What a directory asks for in a list (RFC 7644, 3.4.2.2), free of its notation and of SQL.
public sealed interface Criterion {
    /// How two values are compared.
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        CONTAINS,
        STARTS_WITH,
        ENDS_WITH,
        GREATER,
        GREATER_OR_EQUAL,
        LESS,
        LESS_OR_EQUAL
    }

    /// `value` is a `String`, a `Boolean`, a `UUID` or an `Instant`, as its attribute has it.
    record Compared(Attribute attribute, Operator operator, Object value) implements Criterion {}

    record Present(Attribute attribute) implements Criterion {}

    record All(List<Criterion> of) implements Criterion {
        public All {
            of = List.copyOf(of);
        }
    }

    record Any(List<Criterion> of) implements Criterion {
        public Any {
            of = List.copyOf(of);
        }
    }

    record Not(Criterion of) implements Criterion {}

    /// Holds for all or for none, such as a comparison with what is the same everywhere.
    record Always(boolean holds) implements Criterion {}
}
