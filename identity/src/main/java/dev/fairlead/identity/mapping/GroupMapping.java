package dev.fairlead.identity.mapping;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.model.errors.InvalidValue;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules from groups of a provider to roles and groups of ours. The names of ours are known to the
/// caller, who also decides what happens to those that are not granted any more.
public record GroupMapping(List<Rule> rules) {
    private static final int MOST_RULES = 500;

    public GroupMapping {
        rules = List.copyOf(rules);
        if (rules.size() > MOST_RULES) {
            throw new InvalidValue("rules", "at most " + MOST_RULES);
        }
        if (new HashSet<>(rules).size() < rules.size()) {
            throw new InvalidValue("rules", "one of them is there twice");
        }
    }

    /// Whoever is in `theirs`, exactly as the provider writes it, is granted `grant`.
    public record Rule(String theirs, Grant grant) {
        private static final int LONGEST = 512;

        public Rule {
            if (theirs.isBlank() || theirs.length() > LONGEST) {
                throw new InvalidValue("group", "use 1-" + LONGEST + " characters");
            }
        }
    }

    /// What somebody gets.
    public sealed interface Grant {
        Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

        /// A role in the organization.
        record OrganizationRole(String role) implements Grant {
            public OrganizationRole {
                checked("role", role);
            }
        }

        /// Membership of a group of the organization.
        record Group(String name) implements Grant {
            public Group {
                checked("group", name);
            }
        }

        private static void checked(String what, String name) {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValue(
                        what, "use 1-63 of a-z, 0-9 and '-', starting with a letter");
            }
        }
    }

    /// Everything that the identity is granted, in the order of the rules; nothing by default.
    public Set<Grant> grants(ExternalIdentity identity) {
        var grants = new LinkedHashSet<Grant>();
        for (Rule rule : rules) {
            if (identity.groups().contains(rule.theirs())) {
                grants.add(rule.grant());
            }
        }
        return grants;
    }
}
