package dev.fairlead.identity.mapping;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.ids.GroupId;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        /// A role in the organization.
        record OrganizationRole(RoleName role) implements Grant {}

        /// Membership of a group of the organization, by its id: who renames groups moves nobody.
        record Group(GroupId group) implements Grant {}
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
