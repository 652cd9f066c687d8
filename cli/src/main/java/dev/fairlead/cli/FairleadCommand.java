package dev.fairlead.cli;

import dev.fairlead.cli.access.UpdateCommand;
import dev.fairlead.cli.audit.AuditCommand;
import dev.fairlead.cli.builds.ArtifactCommand;
import dev.fairlead.cli.builds.BuildsCommand;
import dev.fairlead.cli.executions.ExecutionsCommand;
import dev.fairlead.cli.executions.LogsCommand;
import dev.fairlead.cli.functions.CreateCommand;
import dev.fairlead.cli.functions.DeleteCommand;
import dev.fairlead.cli.functions.DeployCommand;
import dev.fairlead.cli.functions.DescribeCommand;
import dev.fairlead.cli.functions.InvokeCommand;
import dev.fairlead.cli.functions.ListCommand;
import dev.fairlead.cli.functions.RollbackCommand;
import dev.fairlead.cli.functions.VersionsCommand;
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
import dev.fairlead.cli.roles.AudienceCommand;
import dev.fairlead.cli.roles.GrantsCommand;
import dev.fairlead.cli.roles.RolesCommand;
import dev.fairlead.cli.sessions.LoginCommand;
import dev.fairlead.cli.sessions.LogoutCommand;
import dev.fairlead.cli.sessions.SessionsCommand;
import dev.fairlead.cli.sessions.WhoamiCommand;
import dev.fairlead.cli.variables.EnvCommand;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

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
        },
        subcommands = {
            LoginCommand.class,
            LogoutCommand.class,
            WhoamiCommand.class,
            SessionsCommand.class,
            KeysCommand.class,
            OrganizationsCommand.class,
            OrganizationCommand.class,
            MembersCommand.class,
            InviteCommand.class,
            InvitationsCommand.class,
            GroupsCommand.class,
            RolesCommand.class,
            GrantsCommand.class,
            AudienceCommand.class,
            AuditCommand.class,
            StatusCommand.class,
            CreateCommand.class,
            TestCommand.class,
            DevCommand.class,
            DeployCommand.class,
            UpdateCommand.class,
            InvokeCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            LogsCommand.class,
            BuildsCommand.class,
            ArtifactCommand.class,
            EnvCommand.class,
            ExecutionsCommand.class,
            VersionsCommand.class,
            RollbackCommand.class,
            DeleteCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class FairleadCommand {}
