package dev.fairlead.controlplane.store.providers;

import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.mapping.GroupMapping;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.DisplayName;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Another system by whose word people sign in. Its secret is kept apart, sealed.
public record Provider(
        ProviderId name,
        DisplayName displayName,
        boolean enabled,
        Optional<OrganizationId> organization,
        Connection connection,
        Claims claims,
        Admission admission,
        Mapping mapping,
        Instant createdAt,
        long revision) {

    /// How it is spoken to.
    public sealed interface Connection {
        /// OpenID Connect, found by its issuer.
        record Oidc(URI issuer, String clientId, List<String> scopes) implements Connection {
            public Oidc {
                scopes = List.copyOf(scopes);
            }
        }

        /// GitHub, or an own server of it.
        record GitHub(Optional<URI> address, String clientId) implements Connection {}

        /// SAML, by its metadata, or by what would be in it.
        record Saml(
                Optional<String> metadata,
                Optional<String> entityId,
                Optional<URI> address,
                List<String> certificates)
                implements Connection {
            public Saml {
                certificates = List.copyOf(certificates);
            }
        }

        /// The word for its kind.
        default String kind() {
            return switch (this) {
                case Oidc _ -> "oidc";
                case GitHub _ -> "github";
                case Saml _ -> "saml";
            };
        }
    }

    /// Under which names it tells what we want to know.
    public record Claims(String email, String name, String groups) {
        public static final Claims OIDC = new Claims("email", "name", "groups");
        public static final Claims SAML = new Claims("email", "displayName", "groups");
    }

    /// Whom it may let in. With `emailDomains` and `allowedGroups` nobody else; `signUp` makes
    /// accounts for who has none.
    public record Admission(
            boolean signUp,
            List<String> emailDomains,
            List<String> allowedGroups,
            boolean trustsSecondFactor) {
        public Admission {
            emailDomains = List.copyOf(emailDomains);
            allowedGroups = List.copyOf(allowedGroups);
        }
    }

    /// What people get in its organization.
    public record Mapping(
            GroupMapping groups, Optional<RoleName> defaultRole, boolean removeWithoutGroups) {
        public static final Mapping NONE =
                new Mapping(new GroupMapping(List.of()), Optional.empty(), false);
    }
}
