package dev.fairlead.cli.providers;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.ProviderRequest;
import dev.fairlead.model.wire.ProviderRuleJson;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What can be said of a provider. Secrets and documents come from files, never from arguments.
final class ProviderOptions {
    @Option(names = "--display-name", paramLabel = "TEXT", description = "what its button says")
    private @Nullable String displayName;

    @Option(
            names = "--member-of",
            paramLabel = "ORGANIZATION",
            description = "who signs in belongs to it; '' for none")
    private @Nullable String memberOf;

    @Option(names = "--issuer", paramLabel = "URL", description = "of OpenID Connect")
    private @Nullable String issuer;

    @Option(names = "--client-id", paramLabel = "ID", description = "what it knows us by")
    private @Nullable String clientId;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = "has the secret; - for standard input")
    private @Nullable Path secret;

    @Option(names = "--request-scope", description = "asked for instead of the usual; repeatable")
    private @Nullable List<String> scopes;

    @Option(names = "--server", paramLabel = "URL", description = "an own server of GitHub")
    private @Nullable String server;

    @Option(names = "--metadata", paramLabel = "FILE", description = "of SAML")
    private @Nullable Path metadata;

    @Option(names = "--entity-id", paramLabel = "ID", description = "of SAML without metadata")
    private @Nullable String entityId;

    @Option(names = "--sso-url", paramLabel = "URL", description = "of SAML without metadata")
    private @Nullable String ssoUrl;

    @Option(names = "--certificate", paramLabel = "FILE", description = "it signs with; repeatable")
    private @Nullable List<Path> certificates;

    @Option(names = "--email-claim", paramLabel = "NAME", description = "has the address")
    private @Nullable String emailClaim;

    @Option(names = "--name-claim", paramLabel = "NAME", description = "has the name")
    private @Nullable String nameClaim;

    @Option(names = "--groups-claim", paramLabel = "NAME", description = "has the groups")
    private @Nullable String groupsClaim;

    @Option(
            names = "--allow-sign-up",
            arity = "1",
            paramLabel = "true|false",
            description = "make accounts for who has none")
    private @Nullable Boolean signUp;

    @Option(names = "--email-domain", description = "nobody of others; repeatable")
    private @Nullable List<String> domains;

    @Option(names = "--allowed-group", description = "nobody who is in none; repeatable")
    private @Nullable List<String> allowed;

    @Option(
            names = "--trust-second-factor",
            arity = "1",
            paramLabel = "true|false",
            description = "do not ask for ours")
    private @Nullable Boolean trust;

    @Option(
            names = "--rule",
            paramLabel = "THEIRS=role:ROLE|group:GROUP",
            description = "what who is in their group gets; repeatable, the first role counts")
    private @Nullable List<String> rules;

    @Option(names = "--default-role", paramLabel = "ROLE", description = "where no rule gives one")
    private @Nullable String defaultRole;

    @Option(
            names = "--remove-without-groups",
            arity = "1",
            paramLabel = "true|false",
            description = "end memberships of who is in no group of the rules any more")
    private @Nullable Boolean remove;

    ProviderRequest request(
            Terminal terminal,
            @Nullable String name,
            @Nullable String kind,
            @Nullable String preset,
            @Nullable Boolean enabled) {
        return new ProviderRequest(
                name,
                kind,
                preset,
                displayName,
                enabled,
                memberOf,
                issuer,
                clientId,
                secret == null ? null : text(terminal, secret).strip(),
                scopes,
                server,
                metadata == null ? null : text(terminal, metadata),
                entityId,
                ssoUrl,
                certificates == null
                        ? null
                        : certificates.stream().map(file -> text(terminal, file)).toList(),
                emailClaim,
                nameClaim,
                groupsClaim,
                signUp,
                domains,
                allowed,
                trust,
                rules == null ? null : rules.stream().map(ProviderOptions::rule).toList(),
                defaultRole,
                remove);
    }

    private static String text(Terminal terminal, Path file) {
        try {
            return file.toString().equals("-")
                    ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(file);
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
    }

    /// Names of groups may have `=` in them: the last one counts.
    private static ProviderRuleJson rule(String text) {
        int cut = text.lastIndexOf('=');
        String theirs = text.substring(0, Math.max(0, cut));
        String given = text.substring(cut + 1);
        if (cut > 0 && given.startsWith("role:")) {
            return new ProviderRuleJson(theirs, given.substring("role:".length()), null);
        }
        if (cut > 0 && given.startsWith("group:")) {
            return new ProviderRuleJson(theirs, null, given.substring("group:".length()));
        }
        throw new CommandFailed(
                ExitCode.USAGE, "--rule is THEIRS=role:ROLE or THEIRS=group:GROUP, not " + text);
    }
}
