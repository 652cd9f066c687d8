package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.providers.Provider.Connection;
import dev.fairlead.controlplane.store.providers.Provider.Connection.GitHub;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Oidc;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Saml;
import dev.fairlead.identity.mapping.GroupMapping.Grant;
import dev.fairlead.identity.saml.ServiceProvider;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.wire.ProviderRequest;
import dev.fairlead.model.wire.ProviderResponse;
import dev.fairlead.model.wire.ProviderRuleJson;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Providers as they travel: never with their secret.
final class ProviderJson {
    private ProviderJson() {}

    static ProviderResponse response(Provider one, boolean secret, Providers providers) {
        ProviderRequest said = request(one);
        boolean saml = one.connection() instanceof Saml;
        ServiceProvider us = providers.clients().us(one.name());
        return new ProviderResponse(
                one.name().text(),
                one.connection().kind(),
                one.displayName().text(),
                one.enabled(),
                said.organization(),
                said.issuer(),
                said.clientId(),
                secret,
                orNone(said.scopes()),
                said.url(),
                said.metadata(),
                said.entityId(),
                said.ssoUrl(),
                orNone(said.certificates()),
                one.claims().email(),
                one.claims().name(),
                one.claims().groups(),
                one.admission().signUp(),
                one.admission().emailDomains(),
                one.admission().allowedGroups(),
                one.admission().trustsSecondFactor(),
                rules(one),
                said.defaultRole(),
                one.mapping().removeWithoutGroups(),
                (saml ? us.consumer() : providers.clients().callback(one.name())).toString(),
                saml ? us.entityId() : null,
                one.createdAt());
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    private static List<ProviderRuleJson> rules(Provider one) {
        return one.mapping().groups().rules().stream()
                .map(rule ->
                        switch (rule.grant()) {
                            case Grant.OrganizationRole(RoleName role) ->
                                    new ProviderRuleJson(rule.theirs(), role.text(), null);
                            case Grant.Group(GroupId group) ->
                                    new ProviderRuleJson(rule.theirs(), null, group.toString());
                        })
                .toList();
    }

    /// What would make it as it is.
    static ProviderRequest request(Provider one) {
        Connection to = one.connection();
        Optional<Oidc> oidc = to instanceof Oidc is ? Optional.of(is) : Optional.empty();
        Optional<GitHub> gitHub = to instanceof GitHub is ? Optional.of(is) : Optional.empty();
        Optional<Saml> saml = to instanceof Saml is ? Optional.of(is) : Optional.empty();
        return new ProviderRequest(
                one.name().text(),
                to.kind(),
                null,
                one.displayName().text(),
                one.enabled(),
                one.organization().map(OrganizationId::toString).orElse(null),
                oidc.map(is -> is.issuer().toString()).orElse(null),
                oidc.map(Oidc::clientId).or(() -> gitHub.map(GitHub::clientId)).orElse(null),
                null,
                oidc.map(Oidc::scopes).orElse(null),
                gitHub.flatMap(GitHub::address).map(URI::toString).orElse(null),
                saml.flatMap(Saml::metadata).orElse(null),
                saml.flatMap(Saml::entityId).orElse(null),
                saml.flatMap(Saml::address).map(URI::toString).orElse(null),
                saml.map(Saml::certificates).orElse(null),
                one.claims().email(),
                one.claims().name(),
                one.claims().groups(),
                one.admission().signUp(),
                one.admission().emailDomains(),
                one.admission().allowedGroups(),
                one.admission().trustsSecondFactor(),
                rules(one),
                one.mapping().defaultRole().map(RoleName::text).orElse(null),
                one.mapping().removeWithoutGroups());
    }

    /// `change` laid over what is there.
    static ProviderRequest over(ProviderRequest was, ProviderRequest change) {
        boolean described = change.metadata() != null;
        return new ProviderRequest(
                or(change.name(), was.name()),
                or(change.kind(), was.kind()),
                change.preset(),
                or(change.displayName(), was.displayName()),
                or(change.enabled(), was.enabled()),
                or(change.organization(), was.organization()),
                or(change.issuer(), was.issuer()),
                or(change.clientId(), was.clientId()),
                change.clientSecret(),
                or(change.scopes(), was.scopes()),
                or(change.url(), was.url()),
                change.entityId() == null
                        ? or(change.metadata(), was.metadata())
                        : change.metadata(),
                or(change.entityId(), described ? null : was.entityId()),
                or(change.ssoUrl(), described ? null : was.ssoUrl()),
                or(change.certificates(), described ? null : was.certificates()),
                or(change.emailClaim(), was.emailClaim()),
                or(change.nameClaim(), was.nameClaim()),
                or(change.groupsClaim(), was.groupsClaim()),
                or(change.allowSignUp(), was.allowSignUp()),
                or(change.emailDomains(), was.emailDomains()),
                or(change.allowedGroups(), was.allowedGroups()),
                or(change.trustsSecondFactor(), was.trustsSecondFactor()),
                or(change.rules(), was.rules()),
                or(change.defaultRole(), was.defaultRole()),
                or(change.removeWithoutGroups(), was.removeWithoutGroups()));
    }

    private static <T> @Nullable T or(@Nullable T said, @Nullable T was) {
        return said == null ? was : said;
    }
}
