package dev.fairlead.identity.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.identity.external.ExternalIdentity;
import dev.fairlead.identity.external.ExternalIdentity.Authentication;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.mapping.GroupMapping.Grant;
import dev.fairlead.identity.mapping.GroupMapping.Rule;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.ids.GroupId;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

class GroupMappingTest {
    private static final Grant ADMIN = new Grant.OrganizationRole(new RoleName("admin"));
    private static final Grant VIEWER = new Grant.OrganizationRole(new RoleName("viewer"));
    private static final Grant BACKEND = new Grant.Group(new GroupId(new UUID(0, 7)));
    private static final GroupMapping MAPPING =
            new GroupMapping(
                    List.of(
                            new Rule("CN=Admins,DC=corp", ADMIN),
                            new Rule("engineers", BACKEND),
                            new Rule("engineers", VIEWER),
                            new Rule("guests", VIEWER)));

    private static ExternalIdentity in(String... groups) {
        return new ExternalIdentity(
                new ProviderId("corp"),
                "ada",
                Optional.empty(),
                Optional.empty(),
                Set.of(groups),
                new Authentication(Instant.EPOCH, false, Optional.empty()));
    }

    @Test
    void everything_that_groups_grant_is_granted_once() {
        assertThat(MAPPING.grants(in("guests", "engineers"))).containsExactly(BACKEND, VIEWER);
        assertThat(MAPPING.grants(in("CN=Admins,DC=corp"))).containsExactly(ADMIN);
    }

    @Test
    void who_is_in_no_group_of_the_rules_is_granted_nothing() {
        assertThat(MAPPING.grants(in())).isEmpty();
        assertThat(MAPPING.grants(in("others"))).isEmpty();
        assertThat(new GroupMapping(List.of()).grants(in("engineers"))).isEmpty();
    }

    @Test
    void names_are_compared_as_they_are() {
        assertThat(MAPPING.grants(in("Engineers", " engineers", "engineer", "CN=Admins")))
                .isEmpty();
    }

    @Test
    void rules_that_cannot_be_meant_are_refused() {
        assertThatThrownBy(() -> new Rule(" ", ADMIN)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new Rule("x".repeat(513), ADMIN)).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> new GroupMapping(Collections.nCopies(2, new Rule("a", ADMIN))))
                .isInstanceOf(InvalidValue.class);
    }
}
