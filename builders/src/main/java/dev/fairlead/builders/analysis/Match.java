package dev.fairlead.builders.analysis;

import java.util.Set;

/// What a rule looks for, in names that are resolved: how they are written does not matter.
public sealed interface Match {
    /// A type by its full name, or all types whose names start so where `prefix` ends with a dot.
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

    /// A declaration with this modifier.
    record Modifier(String word) implements Match {}
}
