package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.store.organizations.GroupStore;
import dev.fairlead.controlplane.store.organizations.RoleStore;
import dev.fairlead.controlplane.store.providers.Provider.Mapping;
import dev.fairlead.identity.mapping.GroupMapping;
import dev.fairlead.identity.mapping.GroupMapping.Grant;
import dev.fairlead.identity.mapping.GroupMapping.Grant.Group;
import dev.fairlead.identity.mapping.GroupMapping.Grant.OrganizationRole;
import dev.fairlead.identity.mapping.GroupMapping.Rule;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.wire.ProviderRequest;
import dev.fairlead.model.wire.ProviderRuleJson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what people of a provider get in its organization. Only what is there can be given.
final class MappingForm {
    private final GroupStore groups;
    private final RoleStore roles;

    MappingForm(GroupStore groups, RoleStore roles) {
        this.groups = groups;
        this.roles = roles;
    }

    Mapping read(ProviderRequest body, Optional<OrganizationId> organization, Violations wrong) {
        List<ProviderRuleJson> rules = body.rules() == null ? List.of() : body.rules();
        boolean remove = body.removeWithoutGroups() != null && body.removeWithoutGroups();
        boolean role = body.defaultRole() != null && !body.defaultRole().isEmpty();
        wrong.unless(
                !remove || !rules.isEmpty(),
                "/removeWithoutGroups",
                "needs rules: nobody is in a group of none");
        if (organization.isEmpty()) {
            String rule = "needs an organization, to which people then belong";
            wrong.unless(rules.isEmpty(), "/rules", rule);
            wrong.unless(!role, "/defaultRole", rule);
            return Mapping.NONE;
        }
        var read = new ArrayList<Rule>();
        for (int i = 0; i < rules.size(); i++) {
            String pointer = "/rules/" + i;
            rule(pointer, rules.get(i), organization.get(), wrong).ifPresent(read::add);
        }
        Optional<GroupMapping> mapping =
                wrong.optional("/rules", "rules", _ -> new GroupMapping(read));
        return new Mapping(
                mapping.orElse(Mapping.NONE.groups()),
                wrong.optional(
                        "/defaultRole", body.defaultRole(), text -> role(organization.get(), text)),
                remove);
    }

    private Optional<Rule> rule(
            String pointer, ProviderRuleJson rule, OrganizationId organization, Violations wrong) {
        if ((rule.role() == null) == (rule.group() == null)) {
            wrong.add(pointer, "gives a role or a group, one of them");
            return Optional.empty();
        }
        Optional<Grant> grant =
                rule.role() != null
                        ? wrong.needed(
                                pointer + "/role",
                                rule.role(),
                                text -> new OrganizationRole(role(organization, text)))
                        : wrong.needed(
                                pointer + "/group",
                                rule.group(),
                                text -> new Group(group(organization, text)));
        return grant.flatMap(given ->
                wrong.needed(pointer + "/theirs", rule.theirs(), text -> new Rule(text, given)));
    }

    private RoleName role(OrganizationId organization, String text) {
        var name = new RoleName(text);
        if (!Providers.mayBeMapped(roles, organization, name)) {
            throw new InvalidValue(
                    "role", "there is no '" + text + "', or it owns the organization");
        }
        return name;
    }

    private GroupId group(OrganizationId organization, String text) {
        try {
            return groups.get(organization, GroupId.parse(text)).id();
        } catch (Rejected e) {
            return groups
                    .list(organization, Optional.of(text), Optional.empty(), 1)
                    .items()
                    .stream()
                    .findFirst()
                    .orElseThrow(
                            () -> new InvalidValue("group", "there is none of this name or id"))
                    .id();
        }
    }
}
