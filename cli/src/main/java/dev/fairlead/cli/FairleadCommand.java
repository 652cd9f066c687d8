package dev.fairlead.cli;

import dev.fairlead.cli.access.SigningSecretCommand;
import dev.fairlead.cli.access.UpdateCommand;
import dev.fairlead.cli.apps.InstancesCommand;
import dev.fairlead.cli.apps.ScaleCommand;
import dev.fairlead.cli.audit.AuditCommand;
import dev.fairlead.cli.builds.ArtifactCommand;
import dev.fairlead.cli.builds.BuildsCommand;
import dev.fairlead.cli.caching.CacheCommand;
import dev.fairlead.cli.caching.CdnCommand;
import dev.fairlead.cli.domains.CertificatesCommand;
import dev.fairlead.cli.domains.DomainsCommand;
import dev.fairlead.cli.domains.EdgesCommand;
import dev.fairlead.cli.domains.RoutesCommand;
import dev.fairlead.cli.domains.ZonesCommand;
import dev.fairlead.cli.executions.ExecutionsCommand;
import dev.fairlead.cli.executions.LogsCommand;
import dev.fairlead.cli.functions.CreateCommand;
import dev.fairlead.cli.functions.DeleteCommand;
import dev.fairlead.cli.functions.DeployCommand;
import dev.fairlead.cli.functions.DescribeCommand;
import dev.fairlead.cli.functions.InvokeCommand;
import dev.fairlead.cli.functions.ListCommand;
import dev.fairlead.cli.installation.SecretsCommand;
import dev.fairlead.cli.installation.StatusCommand;
import dev.fairlead.cli.keys.KeysCommand;
import dev.fairlead.cli.local.DevCommand;
import dev.fairlead.cli.local.TestCommand;
import dev.fairlead.cli.organizations.GroupsCommand;
import dev.fairlead.cli.organizations.InvitationsCommand;
import dev.fairlead.cli.organizations.InviteCommand;
import dev.fairlead.cli.organizations.MembersCommand;
import dev.fairlead.cli.organizations.OrganizationCommand;
import dev.fairlead.cli.organizations.OrganizationsCommand;
import dev.fairlead.cli.providers.ProvidersCommand;
import dev.fairlead.cli.proxies.ProxiesCommand;
import dev.fairlead.cli.quotas.QuotasCommand;
import dev.fairlead.cli.registries.RegistriesCommand;
import dev.fairlead.cli.releases.AliasCommand;
import dev.fairlead.cli.releases.ApproveCommand;
import dev.fairlead.cli.releases.CompareCommand;
import dev.fairlead.cli.releases.EnvironmentsCommand;
import dev.fairlead.cli.releases.PromoteCommand;
import dev.fairlead.cli.releases.ReceiptsCommand;
import dev.fairlead.cli.releases.RollbackCommand;
import dev.fairlead.cli.releases.RolloutsCommand;
import dev.fairlead.cli.releases.VersionsCommand;
import dev.fairlead.cli.roles.AudienceCommand;
import dev.fairlead.cli.roles.GrantsCommand;
import dev.fairlead.cli.roles.RolesCommand;
import dev.fairlead.cli.sessions.LoginCommand;
import dev.fairlead.cli.sessions.LogoutCommand;
import dev.fairlead.cli.sessions.SessionsCommand;
import dev.fairlead.cli.sessions.WhoamiCommand;
import dev.fairlead.cli.users.UsersCommand;
import dev.fairlead.cli.variables.EnvCommand;
import dev.fairlead.cli.variables.VariablesCommand;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The root command.
@Command(
        name = "fairlead",
        mixinStandardHelpOptions = true,
        version = "fairlead 0.1.0",
        scope = ScopeType.INHERIT,
        description = "Runs functions and apps: source in, answering URL out.",
        footer = {
            "",
            "The launcher adds: up [--demo] [--data-dir DIR] [--port PORT] [--host HOST],",
            "verify [--quick], fmt, bench functions|builds [--json FILE].",
            "",
            "Exit codes: 0 done, 1 it failed, 2 wrong usage, 3 refused, 4 no valid key,"
                    + " 5 server unreachable or in trouble.",
            "Example: fairlead deploy hello.js --project demo"
        })
public final class FairleadCommand {
    private static final Map<String, Class<?>> COMMANDS = commands();

    private static Map<String, Class<?>> commands() {
        var all = new LinkedHashMap<String, Class<?>>();
        all.put("login", LoginCommand.class);
        all.put("logout", LogoutCommand.class);
        all.put("whoami", WhoamiCommand.class);
        all.put("sessions", SessionsCommand.class);
        all.put("keys", KeysCommand.class);
        all.put("organizations", OrganizationsCommand.class);
        all.put("organization", OrganizationCommand.class);
        all.put("members", MembersCommand.class);
        all.put("invite", InviteCommand.class);
        all.put("invitations", InvitationsCommand.class);
        all.put("groups", GroupsCommand.class);
        all.put("roles", RolesCommand.class);
        all.put("grants", GrantsCommand.class);
        all.put("audience", AudienceCommand.class);
        all.put("users", UsersCommand.class);
        all.put("quotas", QuotasCommand.class);
        all.put("audit", AuditCommand.class);
        all.put("providers", ProvidersCommand.class);
        all.put("status", StatusCommand.class);
        all.put("create", CreateCommand.class);
        all.put("test", TestCommand.class);
        all.put("dev", DevCommand.class);
        all.put("deploy", DeployCommand.class);
        all.put("proxies", ProxiesCommand.class);
        all.put("update", UpdateCommand.class);
        all.put("scale", ScaleCommand.class);
        all.put("instances", InstancesCommand.class);
        all.put("invoke", InvokeCommand.class);
        all.put("signing-secret", SigningSecretCommand.class);
        all.put("domains", DomainsCommand.class);
        all.put("routes", RoutesCommand.class);
        all.put("certificates", CertificatesCommand.class);
        all.put("zones", ZonesCommand.class);
        all.put("registries", RegistriesCommand.class);
        all.put("edges", EdgesCommand.class);
        all.put("list", ListCommand.class);
        all.put("describe", DescribeCommand.class);
        all.put("logs", LogsCommand.class);
        all.put("builds", BuildsCommand.class);
        all.put("artifact", ArtifactCommand.class);
        all.put("env", EnvCommand.class);
        all.put("variables", VariablesCommand.class);
        all.put("secrets", SecretsCommand.class);
        all.put("executions", ExecutionsCommand.class);
        all.put("versions", VersionsCommand.class);
        all.put("rollback", RollbackCommand.class);
        all.put("compare", CompareCommand.class);
        all.put("environments", EnvironmentsCommand.class);
        all.put("promote", PromoteCommand.class);
        all.put("approve", ApproveCommand.class);
        all.put("alias", AliasCommand.class);
        all.put("rollouts", RolloutsCommand.class);
        all.put("receipts", ReceiptsCommand.class);
        all.put("cache", CacheCommand.class);
        all.put("cdn", CdnCommand.class);
        all.put("delete", DeleteCommand.class);
        return all;
    }

    /// With the one command that `arguments` name, because reading what each of them takes is most
    /// of what a command costs; with every one where they name none.
    static CommandLine with(List<String> arguments) {
        var root = new CommandLine(new FairleadCommand());
        Optional<Class<?>> only =
                arguments.isEmpty()
                        ? Optional.empty()
                        : Optional.ofNullable(COMMANDS.get(arguments.getFirst()));
        if (only.isPresent()) {
            return root.addSubcommand(only.get());
        }
        COMMANDS.values().forEach(root::addSubcommand);
        return root.addSubcommand(AutoComplete.GenerateCompletion.class);
    }
}
