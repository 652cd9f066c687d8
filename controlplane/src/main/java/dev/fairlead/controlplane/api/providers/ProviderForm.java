package dev.fairlead.controlplane.api.providers;

import dev.fairlead.controlplane.control.providers.Providers;
import dev.fairlead.controlplane.store.access.AccessStore;
import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.controlplane.store.providers.Provider.Admission;
import dev.fairlead.controlplane.store.providers.Provider.Claims;
import dev.fairlead.controlplane.store.providers.Provider.Connection;
import dev.fairlead.controlplane.store.providers.Provider.Connection.GitHub;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Oidc;
import dev.fairlead.controlplane.store.providers.Provider.Connection.Saml;
import dev.fairlead.controlplane.store.providers.Provider.Mapping;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.identity.external.Refusal;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;
import dev.fairlead.model.wire.ProviderRequest;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a provider as an administrator describes it.
final class ProviderForm {
    private static final URI GOOGLE = URI.create("https://accounts.google.com");
    private static final List<String> SCOPES = List.of("openid", "email", "profile");
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]{1,100}");
    private static final Pattern WORD = Pattern.compile("[^\\p{Cntrl}]{1,512}");
    private static final Pattern CLIENT = Pattern.compile("[\\x20-\\x7e]{1,512}");
    private static final int MOST_ENTRIES = 100;

    /// `GET /sign-in/providers` is the list of them.
    private static final String RESERVED = "providers";

    private final Providers providers;
    private final MappingForm mappings;
    private final AccessStore access;
    private final Clock clock;

    ProviderForm(Providers providers, MappingForm mappings, AccessStore access, Clock clock) {
        this.providers = providers;
        this.mappings = mappings;
        this.access = access;
        this.clock = clock;
    }

    /// A provider, and its new secret.
    record Read(Provider provider, Optional<String> secret) {
        @Override
        public String toString() {
            return "Read[" + provider.name() + "]";
        }
    }

    /// Throws `Rejected` with everything that is wrong. `body` is whole: `before` was laid under
    /// it.
    Read read(ProviderRequest body, Optional<Provider> before) {
        var wrong = new Violations();
        Optional<ProviderId> name = wrong.needed("/name", body.name(), ProviderForm::name);
        Optional<DisplayName> display =
                wrong.needed(
                        "/displayName",
                        body.displayName() == null ? body.name() : body.displayName(),
                        DisplayName::new);
        Optional<OrganizationId> organization =
                wrong.optional("/organization", body.organization(), this::organization);
        Optional<Connection> connection = connection(body, before, wrong);
        Optional<String> secret =
                wrong.optional("/clientSecret", body.clientSecret(), ProviderForm::client);
        boolean saml = "saml".equals(body.kind());
        wrong.unless(
                saml || before.isPresent() || body.clientSecret() != null,
                "/clientSecret",
                "is needed");
        Admission admission = admission(body, wrong);
        wrong.unless(
                !saml || !admission.signUp() || !admission.emailDomains().isEmpty(),
                "/emailDomains",
                "SAML does not say that an address is verified: name the domains that this"
                        + " provider speaks for, or set allowSignUp to false");
        Claims claims = claims(body, saml ? Claims.SAML : Claims.OIDC, wrong);
        Mapping mapping = mappings.read(body, organization, wrong);
        if (wrong.any() || name.isEmpty() || display.isEmpty() || connection.isEmpty()) {
            throw wrong.rejected();
        }
        return new Read(
                new Provider(
                        name.get(),
                        display.get(),
                        body.enabled() == null || body.enabled(),
                        organization,
                        connection.get(),
                        claims,
                        admission,
                        mapping,
                        before.map(Provider::createdAt).orElseGet(clock::instant),
                        before.map(Provider::revision).orElse(1L)),
                secret);
    }

    private static ProviderId name(String text) {
        if (text.equals(RESERVED)) {
            throw new InvalidValue("provider", "'" + RESERVED + "' is taken by a route");
        }
        return new ProviderId(text);
    }

    private OrganizationId organization(String text) {
        Optional<OrganizationId> found;
        try {
            found = Optional.of(OrganizationId.parse(text)).filter(access::exists);
        } catch (Rejected e) {
            found = access.organization(text);
        }
        return found.orElseThrow(() -> new InvalidValue("organization", "there is no such one"));
    }

    private Optional<Connection> connection(
            ProviderRequest body, Optional<Provider> before, Violations wrong) {
        String kind = body.kind() == null ? "" : body.kind();
        boolean same =
                before.map(one -> one.connection().kind().equals(kind)).orElse(true)
                        && before.map(one -> one.name().text().equals(body.name())).orElse(true);
        wrong.unless(same, "/kind", "a provider keeps its name and its kind; make another");
        foreign(body, kind, wrong);
        Optional<Connection> read =
                switch (kind) {
                    case "oidc" -> oidc(body, wrong);
                    case "github" -> gitHub(body, wrong);
                    case "saml" -> saml(body, wrong);
                    default -> {
                        wrong.add("/kind", "use oidc, github or saml");
                        yield Optional.empty();
                    }
                };
        boolean another =
                before.isPresent()
                        && read.isPresent()
                        && !whose(before.get().connection()).equals(whose(read.get()));
        wrong.unless(
                !another,
                kind.equals("oidc") ? "/issuer" : "/url",
                "people are known by their names there; make another provider for another place");
        return read;
    }

    /// Whose names for people these are; those of SAML say it themselves.
    private static Optional<URI> whose(Connection connection) {
        return switch (connection) {
            case Oidc oidc -> Optional.of(oidc.issuer());
            case GitHub gitHub -> gitHub.address();
            case Saml _ -> Optional.empty();
        };
    }

    /// What another kind would have.
    private static void foreign(ProviderRequest body, String kind, Violations wrong) {
        boolean saml = kind.equals("saml");
        boolean oidc = kind.equals("oidc");
        String rule = "is not for this kind of provider";
        wrong.unless(oidc || body.issuer() == null, "/issuer", rule);
        wrong.unless(oidc || none(body.scopes()), "/scopes", rule);
        wrong.unless(oidc || body.preset() == null, "/preset", rule);
        wrong.unless(!saml || body.clientId() == null, "/clientId", rule);
        wrong.unless(!saml || body.clientSecret() == null, "/clientSecret", rule);
        wrong.unless(kind.equals("github") || body.url() == null, "/url", rule);
        wrong.unless(saml || body.metadata() == null, "/metadata", rule);
        wrong.unless(saml || body.entityId() == null, "/entityId", rule);
        wrong.unless(saml || body.ssoUrl() == null, "/ssoUrl", rule);
        wrong.unless(saml || none(body.certificates()), "/certificates", rule);
    }

    private static boolean none(@Nullable List<String> list) {
        return list == null || list.isEmpty();
    }

    private Optional<Connection> oidc(ProviderRequest body, Violations wrong) {
        boolean google = "google".equals(body.preset());
        wrong.unless(body.preset() == null || google, "/preset", "use google, or leave it out");
        Optional<URI> issuer =
                google && body.issuer() == null
                        ? Optional.of(GOOGLE)
                        : wrong.needed("/issuer", body.issuer(), this::address);
        Optional<String> client = wrong.needed("/clientId", body.clientId(), ProviderForm::client);
        List<String> scopes =
                none(body.scopes())
                        ? SCOPES
                        : wrong.each(
                                "/scopes",
                                body.scopes(),
                                MOST_ENTRIES,
                                text -> matching("scope", SCOPE, text));
        wrong.unless(scopes.contains("openid"), "/scopes", "must contain openid");
        return issuer.flatMap(at -> client.map(id -> new Oidc(at, id, scopes)));
    }

    private static String client(String text) {
        return matching("client", CLIENT, text);
    }

    private static String matching(String what, Pattern shape, String text) {
        if (!shape.matcher(text).matches() || text.isBlank()) {
            throw new InvalidValue(what, "has characters that it cannot have, or too many");
        }
        return text;
    }

    private URI address(String text) {
        try {
            URI address = URI.create(text);
            if (providers.mayAsk(address)
                    && address.getRawQuery() == null
                    && text.length() < 1000) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // refused below, like an address of another form
        }
        throw new InvalidValue("address", "use https://..., without user, query or fragment");
    }

    private Optional<Connection> gitHub(ProviderRequest body, Violations wrong) {
        Optional<URI> server = wrong.optional("/url", body.url(), this::address);
        return wrong.needed("/clientId", body.clientId(), ProviderForm::client)
                .map(id -> new GitHub(server, id));
    }

    private static Optional<Connection> saml(ProviderRequest body, Violations wrong) {
        var saml =
                new Saml(
                        Optional.ofNullable(body.metadata()),
                        Optional.ofNullable(body.entityId()),
                        wrong.optional("/ssoUrl", body.ssoUrl(), ProviderForm::anywhere),
                        body.certificates() == null ? List.of() : body.certificates());
        boolean single =
                saml.entityId().isPresent()
                        || body.ssoUrl() != null
                        || !saml.certificates().isEmpty();
        if (saml.metadata().isPresent() == single) {
            wrong.add(
                    "/metadata",
                    "send the provider's metadata, or entityId, ssoUrl and certificates, not both");
            return Optional.empty();
        }
        String pointer = single ? "/certificates" : "/metadata";
        try {
            Providers.check(saml);
        } catch (Refusal e) {
            wrong.add(pointer, e.outcome().detail());
        }
        return Optional.of(saml);
    }

    /// Browsers go there, not this server.
    private static URI anywhere(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("address", "is none");
        }
    }

    private static Admission admission(ProviderRequest body, Violations wrong) {
        return new Admission(
                body.allowSignUp() != null && body.allowSignUp(),
                wrong.each(
                        "/emailDomains",
                        body.emailDomains(),
                        MOST_ENTRIES,
                        text -> new EmailAddress("a@" + text).domain()),
                wrong.each(
                        "/allowedGroups",
                        body.allowedGroups(),
                        MOST_ENTRIES,
                        text -> matching("group", WORD, text)),
                body.trustsSecondFactor() != null && body.trustsSecondFactor());
    }

    private static Claims claims(ProviderRequest body, Claims usual, Violations wrong) {
        return new Claims(
                claim("/emailClaim", body.emailClaim(), wrong).orElse(usual.email()),
                claim("/nameClaim", body.nameClaim(), wrong).orElse(usual.name()),
                claim("/groupsClaim", body.groupsClaim(), wrong).orElse(usual.groups()));
    }

    private static Optional<String> claim(String pointer, @Nullable String text, Violations wrong) {
        return wrong.optional(pointer, text, one -> matching("claim", WORD, one));
    }
}
