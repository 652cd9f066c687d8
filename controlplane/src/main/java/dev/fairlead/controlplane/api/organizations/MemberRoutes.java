package dev.fairlead.controlplane.api.organizations;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Credentials;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.api.users.UserJson;
import dev.fairlead.controlplane.control.organizations.Invitations;
import dev.fairlead.controlplane.control.organizations.Members;
import dev.fairlead.controlplane.control.sessions.Sessions;
import dev.fairlead.controlplane.control.sessions.Tries;
import dev.fairlead.controlplane.store.organizations.Invitation;
import dev.fairlead.controlplane.store.organizations.InvitationStore;
import dev.fairlead.controlplane.store.organizations.MemberStore;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.controlplane.store.users.UserStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.InvitationId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.people.EmailAddress;
import dev.fairlead.model.wire.AcceptInvitationRequest;
import dev.fairlead.model.wire.InvitationResponse;
import dev.fairlead.model.wire.InviteRequest;
import dev.fairlead.model.wire.LinkRequest;
import dev.fairlead.model.wire.MemberResponse;
import dev.fairlead.model.wire.OpenInvitationResponse;
import dev.fairlead.model.wire.SessionResponse;
import dev.fairlead.model.wire.UpdateMemberRequest;

import java.util.List;
import java.util.Optional;

/// Members, and how people become some.
public final class MemberRoutes {
    private final MemberStore store;
    private final Members members;
    private final InvitationStore invitationStore;
    private final Invitations invitations;
    private final UserStore users;
    private final Sessions sessions;
    private final Tries tries;

    public MemberRoutes(
            MemberStore store,
            Members members,
            InvitationStore invitationStore,
            Invitations invitations,
            UserStore users,
            Sessions sessions,
            Tries tries) {
        this.store = store;
        this.members = members;
        this.invitationStore = invitationStore;
        this.invitations = invitations;
        this.users = users;
        this.sessions = sessions;
        this.tries = tries;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/members")
                        .named("listMembers", "Members, newest users first.")
                        .needs(Permission.MEMBERS_READ)
                        .with(Parameter.string("email", "only who has this address"))
                        .paged()
                        .gives(200, Shape.page(MemberResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(this::list),
                Route.patch("/members/{id}")
                        .named("updateMember", "Give a member another role.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(UpdateMemberRequest.class))
                        .gives(200, Shape.json(MemberResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.MEMBER_NOT_FOUND,
                                ErrorCode.ROLE_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH,
                                ErrorCode.LAST_OWNER)
                        .by(this::update),
                Route.delete("/members/{id}")
                        .named("removeMember", "Remove a member; their keys here open no more.")
                        .needs(Permission.MEMBERS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.MEMBER_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH,
                                ErrorCode.LAST_OWNER)
                        .by(this::remove),
                Route.post("/invitations")
                        .named("invite", "Invite an address; an earlier invitation is taken back.")
                        .needs(Permission.MEMBERS_WRITE)
                        .takes(Shape.json(InviteRequest.class))
                        .gives(201, Shape.json(InvitationResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ROLE_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH,
                                ErrorCode.ALREADY_A_MEMBER)
                        .by(this::invite),
                Route.get("/invitations")
                        .named("listInvitations", "Open invitations, newest first.")
                        .needs(Permission.MEMBERS_READ)
                        .paged()
                        .gives(200, Shape.page(InvitationResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED)
                        .by(this::open),
                Route.delete("/invitations/{id}")
                        .named("revokeInvitation", "Take an invitation back.")
                        .needs(Permission.MEMBERS_WRITE)
                        .gives(204, Shape.NOTHING)
                        .fails(
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.INVITATION_NOT_FOUND)
                        .by(this::revoke),
                Route.post("/invitations:look")
                        .named("lookAtInvitation", "What an invitation is for.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(LinkRequest.class))
                        .gives(200, Shape.json(OpenInvitationResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.LINK_INVALID,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::look),
                Route.post("/invitations:accept")
                        .named(
                                "acceptInvitation",
                                "Join, as the user who is signed in or with a new account.")
                        .needs(Permission.PUBLIC_ACCESS)
                        .takes(Shape.json(AcceptInvitationRequest.class))
                        .gives(200, Shape.json(SessionResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.LINK_INVALID,
                                ErrorCode.INVITATION_OF_ANOTHER,
                                ErrorCode.ALREADY_A_MEMBER,
                                ErrorCode.PASSWORD_WEAK,
                                ErrorCode.TOO_MANY_TRIES)
                        .by(this::accept));
    }

    private Answer list(ApiRequest request) {
        Optional<String> email = request.query("email").map(text -> new EmailAddress(text).text());
        return Pages.answer(
                store.list(
                        request.caller().organization(),
                        email,
                        Pages.after(request),
                        request.limit()),
                OrganizationJson::member);
    }

    private Answer update(ApiRequest request) {
        UserId user = request.path("id", UserId::parse);
        UpdateMemberRequest body = request.body(UpdateMemberRequest.class);
        return Answer.json(
                OrganizationJson.member(
                        members.setRole(
                                request.caller(), user, OrganizationJson.role(body.role()))));
    }

    private Answer remove(ApiRequest request) {
        members.remove(request.caller(), request.path("id", UserId::parse));
        return Answer.NOTHING;
    }

    private Answer invite(ApiRequest request) {
        InviteRequest body = request.body(InviteRequest.class);
        Invitations.Sent sent =
                invitations.invite(
                        request.caller(),
                        ApiRequest.field("/email", body.email(), EmailAddress::new),
                        OrganizationJson.role(body.role()));
        return Answer.json(OrganizationJson.invitation(sent.invitation(), sent.link()));
    }

    private Answer open(ApiRequest request) {
        return Pages.answer(
                invitationStore.list(
                        request.caller().organization(), Pages.after(request), request.limit()),
                one -> OrganizationJson.invitation(one, Optional.empty()));
    }

    private Answer revoke(ApiRequest request) {
        InvitationId id = request.path("id", InvitationId::parse);
        if (!invitationStore.revoke(request.caller().organization(), id)) {
            throw new Rejected(ErrorCode.INVITATION_NOT_FOUND, "no open invitation " + id);
        }
        return Answer.NOTHING;
    }

    private Answer look(ApiRequest request) {
        LinkRequest body = request.body(LinkRequest.class);
        tries.address("link", request.exchange().remoteAddress());
        Invitations.Open found = invitations.look(UserJson.secret("/token", body.token()));
        Invitation one = found.invitation();
        return Answer.json(
                new OpenInvitationResponse(
                        found.organization(),
                        one.email().text(),
                        one.role(),
                        found.hasAccount(),
                        one.expiresAt()));
    }

    private Answer accept(ApiRequest request) {
        AcceptInvitationRequest body = request.body(AcceptInvitationRequest.class);
        tries.address("link", request.exchange().remoteAddress());
        String token = UserJson.secret("/token", body.token());
        if (request.caller().session().isPresent()) {
            User user = users.find(request.caller().person()).orElseThrow();
            invitations.accept(token, user);
            return Answer.json(
                    new SessionResponse(
                            UserJson.user(user), Credentials.csrfToken(request.exchange()), null));
        }
        User user =
                invitations.accept(
                        token,
                        ApiRequest.field("/name", body.name(), DisplayName::new),
                        UserJson.secret("/password", body.password()));
        Sessions.Browser session = sessions.browser(user.id(), UserJson.client(request));
        String cookie = session.cookie().text();
        return Answer.json(
                new SessionResponse(
                        UserJson.user(user), Sessions.csrfToken(cookie), session.expiresAt()),
                Credentials.begin(cookie, Sessions.BROWSER.toSeconds()));
    }
}
