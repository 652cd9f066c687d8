package dev.fairlead.controlplane.control.organizations;

import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.control.users.Accounts;
import dev.fairlead.controlplane.control.users.Mail;
import dev.fairlead.controlplane.store.organizations.Invitation;
import dev.fairlead.controlplane.store.organizations.InvitationStore;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.controlplane.store.organizations.OrganizationStore;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.model.access.Role;
import dev.fairlead.model.access.RoleName;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Asks people to join: each invitation is for one address, works once, and not for ever.
public final class Invitations {
    private static final Duration LIFE = Duration.ofDays(7);

    private final InvitationStore store;
    private final MemberStore members;
    private final OrganizationStore organizations;
    private final UserStore users;
    private final Accounts accounts;
    private final Roles roles;
    private final Mail mail;
    private final String url;
    private final Clock clock;

    /// What invitations need of the rest.
    public record Parts(
            InvitationStore store,
            MemberStore members,
            OrganizationStore organizations,
            UserStore users,
            Accounts accounts,
            Roles roles,
            Mail mail) {}

    /// `url` is where people reach the installation.
    public Invitations(Parts parts, String url, Clock clock) {
        this.store = parts.store();
        this.members = parts.members();
        this.organizations = parts.organizations();
        this.users = parts.users();
        this.accounts = parts.accounts();
        this.roles = parts.roles();
        this.mail = parts.mail();
        this.url = url;
        this.clock = clock;
    }

    /// An invitation, and its link for the inviter to pass on where no mail is sent.
    public record Sent(Invitation invitation, Optional<String> link) {
        @Override
        public String toString() {
            return "Sent[" + invitation.id() + "]";
        }
    }

    /// An open invitation and the name of what it leads to.
    public record Open(Invitation invitation, String organization, boolean hasAccount) {}

    public Sent invite(Caller caller, EmailAddress email, RoleName role) {
        roles.mayGive(caller, role);
        var organization = caller.organization();
        if (members
                .list(organization, Optional.of(email.text()), Optional.empty(), 1)
                .items()
                .stream()
                .anyMatch(member -> member.email().equals(email.text()))) {
            throw new Rejected(ErrorCode.ALREADY_A_MEMBER, email + " belongs to it already");
        }
        Made made = make(caller, email, role);
        if (!mail.reachesOwner()) {
            return new Sent(made.invitation(), Optional.of(made.link()));
        }
        send(caller, made);
        return new Sent(made.invitation(), Optional.empty());
    }

    /// Invites whom a directory names; where no mail is sent, the operator passes the link on.
    public void provision(Caller caller, EmailAddress email) {
        send(caller, make(caller, email, new RoleName(Role.MEMBER.word())));
    }

    private record Made(Invitation invitation, String link) {
        @Override
        public String toString() {
            return "Made[" + invitation.id() + "]";
        }
    }

    private Made make(Caller caller, EmailAddress email, RoleName role) {
        SecretText token = SecretText.generate(SecretText.Kind.INVITATION);
        Invitation made =
                store.create(
                        caller.organization(),
                        email,
                        role.text(),
                        token.hash(),
                        caller.id(),
                        clock.instant().plus(LIFE));
        return new Made(made, url + "/invitation#token=" + token.text());
    }

    private void send(Caller caller, Made made) {
        String organization = organizations.get(caller.organization()).name();
        mail.send(
                made.invitation().email(),
                "Join " + organization + " on Fairlead",
                caller.name()
                        + " invites you to join "
                        + organization
                        + " as "
                        + made.invitation().role()
                        + ".\n\nOpen this within seven days:\n\n"
                        + made.link()
                        + "\n");
    }

    /// What an invitation is for.
    public Open look(String token) {
        Invitation found = hash(token).flatMap(store::find).orElseThrow(Invitations::invalid);
        return new Open(
                found,
                organizations.get(found.organization()).name(),
                users.find(found.email()).isPresent());
    }

    private static Optional<String> hash(String token) {
        return SecretText.parse(token)
                .filter(secret -> secret.kind() == SecretText.Kind.INVITATION)
                .map(SecretText::hash);
    }

    private static Rejected invalid() {
        return new Rejected(ErrorCode.LINK_INVALID, "ask for another invitation");
    }

    /// Joins as the user who is signed in: the invitation must be for their address.
    public Invitation accept(String token, User user) {
        Invitation open = look(token).invitation();
        if (!open.email().equals(user.email())) {
            throw new Rejected(
                    ErrorCode.INVITATION_OF_ANOTHER,
                    "you are signed in with another address than the one that was invited");
        }
        return join(token, user);
    }

    /// Joins with a new account of the invited address.
    public User accept(String token, DisplayName name, String password) {
        Open open = look(token);
        if (open.hasAccount()) {
            throw new Rejected(
                    ErrorCode.UNAUTHENTICATED, "this address has an account: sign in to accept");
        }
        // Whoever has a link that only mail carries has the address.
        User user = accounts.create(open.invitation().email(), name, password, mail.reachesOwner());
        join(token, user);
        return user;
    }

    private Invitation join(String token, User user) {
        Invitation taken = hash(token).flatMap(store::take).orElseThrow(Invitations::invalid);
        if (!members.add(taken.organization(), user.id(), taken.role())) {
            throw new Rejected(ErrorCode.ALREADY_A_MEMBER, "you belong to it already");
        }
        return taken;
    }
}
