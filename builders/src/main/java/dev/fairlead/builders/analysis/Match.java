package dev.fairlead.builders.analysis;

import java.util.Set;

/// What a rule looks for, in names that are resolved: how they are written does not matter.
public sealed interface Match {
    /// A type by its full name, or all types whose names start so where `prefix` ends with a dot;
    /// in scripts a global.
    record Type(String prefix) implements Match {
        /// Also what is nested in the type.
        public boolean covers(String name) {
            return prefix.endsWith(".")
                    ? name.startsWith(prefix)
                    : name.equals(prefix) || name.startsWith(prefix + ".");
        }
    }

    /// Methods or fields of one type, by their names.
    record Member(String type, Set<String> names) implements Match {
        public Member {
            names = Set.copyOf(names);
        }
    }

    /// A declaration with this modifier, a statement, or what else has a word but no name.
    record Modifier(String word) implements Match {}

    /// A module that is imported, and what lies below it; all of a scheme where `name` ends with a
    /// colon.
    record Module(String name) implements Match {}

    /// A function that is called, or a class that is made; `text`: only where its first argument is
    /// a text.
    record Call(String name, boolean text) implements Match {}
}
