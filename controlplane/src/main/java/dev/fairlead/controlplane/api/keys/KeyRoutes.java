package dev.fairlead.controlplane.api.keys;

import dev.fairlead.controlplane.api.routes.Answer;
import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.api.routes.Pages;
import dev.fairlead.controlplane.api.routes.Parameter;
import dev.fairlead.controlplane.api.routes.Route;
import dev.fairlead.controlplane.api.routes.Shape;
import dev.fairlead.controlplane.control.keys.Keys;
import dev.fairlead.controlplane.store.keys.Key;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.ProjectId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.people.DisplayName;
import dev.fairlead.model.wire.CreateKeyRequest;
import dev.fairlead.model.wire.KeyResponse;
import dev.fairlead.model.wire.RotateKeyRequest;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keys: one's own, and those of an organization and its projects.
public final class KeyRoutes {
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration MOST_GRACE = Duration.ofDays(30);
    private static final int MOST_ADDRESSES = 50;

    private final Keys keys;
    private final KeyStore store;
    private final Clock clock;

    public KeyRoutes(Keys keys, KeyStore store, Clock clock) {
        this.keys = keys;
        this.store = store;
        this.clock = clock;
    }

    public List<Route> routes() {
        var all = new ArrayList<Route>();
        all.addAll(ownRoutes());
        all.addAll(organizationRoutes());
        return all;
    }

    private List<Route> ownRoutes() {
        return List.of(
                Route.post("/account/keys")
                        .named("createOwnKey", "Make a key that acts as you in an organization.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .takes(Shape.json(CreateKeyRequest.class))
                        .gives(201, Shape.json(KeyResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ORGANIZATION_NEEDED,
                                ErrorCode.ROLE_TOO_HIGH)
                        .by(this::createOwn),
                Route.get("/account/keys")
                        .named("listOwnKeys", "Your keys in an organization, newest first.")
                        .needs(Permission.ACCOUNT_MANAGE)
                        .paged()
                        .gives(200, Shape.page(KeyResponse.class))
                        .fails(ErrorCode.CURSOR_MALFORMED, ErrorCode.ORGANIZATION_NEEDED)
                        .by(r -> list(r, r.caller().user(), Optional.empty())),
                one(Route.post("/account/keys/{id}:rotate"), Permission.ACCOUNT_MANAGE)
                        .named("rotateOwnKey", "Give your key another text.")
                        .takes(Shape.json(RotateKeyRequest.class))
                        .gives(200, Shape.json(KeyResponse.class))
                        .by(r -> rotate(r, true)),
                one(Route.delete("/account/keys/{id}"), Permission.ACCOUNT_MANAGE)
                        .named("revokeOwnKey", "Your key opens nothing from now on.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> revoke(r, true)));
    }

    private static Route.Builder one(Route.Builder route, Permission permission) {
        return route.needs(permission)
                .fails(
                        ErrorCode.MALFORMED_JSON,
                        ErrorCode.ID_MALFORMED,
                        ErrorCode.ID_OF_ANOTHER_KIND,
                        ErrorCode.KEY_NOT_FOUND);
    }

    private List<Route> organizationRoutes() {
        return List.of(
                Route.post("/keys")
                        .named("createKey", "Make a key of a project, or of the organization.")
                        .needs(Permission.KEYS_WRITE)
                        .takes(Shape.json(CreateKeyRequest.class))
                        .gives(201, Shape.json(KeyResponse.class))
                        .fails(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.ROLE_TOO_HIGH)
                        .by(this::create),
                Route.get("/keys")
                        .named("listKeys", "Keys of the organization, newest first.")
                        .needs(Permission.KEYS_READ)
                        .with(Parameter.string("project", "only this project's"))
                        .paged()
                        .gives(200, Shape.page(KeyResponse.class))
                        .fails(
                                ErrorCode.CURSOR_MALFORMED,
                                ErrorCode.ID_MALFORMED,
                                ErrorCode.ID_OF_ANOTHER_KIND)
                        .by(r ->
                                list(
                                        r,
                                        Optional.empty(),
                                        r.query("project").map(ProjectId::parse))),
                one(Route.post("/keys/{id}:rotate"), Permission.KEYS_WRITE)
                        .named("rotateKey", "Give a key another text.")
                        .takes(Shape.json(RotateKeyRequest.class))
                        .gives(200, Shape.json(KeyResponse.class))
                        .by(r -> rotate(r, false)),
                one(Route.delete("/keys/{id}"), Permission.KEYS_WRITE)
                        .named("revokeKey", "A key opens nothing from now on.")
                        .gives(204, Shape.NOTHING)
                        .by(r -> revoke(r, false)));
    }

    private Answer createOwn(ApiRequest request) {
        CreateKeyRequest body = request.body(CreateKeyRequest.class);
        if (body.project() != null) {
            throw Rejected.field("/project", "keys of projects are made by POST /keys");
        }
        return made(
                request,
                draft(
                        request,
                        body,
                        Key.Kind.USER,
                        Optional.of(request.caller().person()),
                        Optional.empty()));
    }

    private Answer create(ApiRequest request) {
        CreateKeyRequest body = request.body(CreateKeyRequest.class);
        if (body.project() == null && body.scopes() == null) {
            throw Rejected.field(
                    "/scopes", "a key of the organization names what it may; or name a /project");
        }
        Optional<ProjectId> project =
                body.project() == null
                        ? Optional.empty()
                        : Optional.of(
                                ApiRequest.field("/project", body.project(), ProjectId::parse));
        Key.Kind kind = project.isPresent() ? Key.Kind.PROJECT : Key.Kind.ORGANIZATION;
        return made(request, draft(request, body, kind, Optional.empty(), project));
    }

    private Answer made(ApiRequest request, KeyStore.Draft draft) {
        Keys.Made made = keys.create(request.caller(), draft);
        return Answer.json(wire(made.key(), made.text().text()));
    }

    private KeyStore.Draft draft(
            ApiRequest request,
            CreateKeyRequest body,
            Key.Kind kind,
            Optional<UserId> user,
            Optional<ProjectId> project) {
        Instant expires = body.expiresAt();
        if (expires != null && !expires.isAfter(clock.instant())) {
            throw Rejected.field("/expiresAt", "is over already");
        }
        return new KeyStore.Draft(
                request.caller().organization(),
                ApiRequest.field("/name", body.name(), DisplayName::new).text(),
                kind,
                user,
                project,
                Optional.ofNullable(body.scopes()).map(KeyRoutes::scopes),
                addresses(body.addresses()),
                Optional.ofNullable(expires));
    }

    private static Set<Permission> scopes(List<String> words) {
        var all = EnumSet.noneOf(Permission.class);
        for (int i = 0; i < words.size(); i++) {
            Optional<Permission> one = Permission.parse(words.get(i)).filter(Permission::grantable);
            if (one.isEmpty()) {
                throw Rejected.field(
                        "/scopes/" + i, "is no permission; GET /roles shows all of them");
            }
            all.add(one.get());
        }
        if (all.isEmpty()) {
            throw Rejected.field("/scopes", "leave it out, or name one or more");
        }
        return all;
    }

    private static List<String> addresses(@Nullable List<String> texts) {
        List<String> all = texts == null ? List.of() : texts;
        if (all.size() > MOST_ADDRESSES) {
            throw Rejected.field("/addresses", "name at most " + MOST_ADDRESSES);
        }
        for (int i = 0; i < all.size(); i++) {
            ApiRequest.field("/addresses/" + i, all.get(i), IpRange::parse);
        }
        return all;
    }

    private Answer list(ApiRequest request, Optional<UserId> user, Optional<ProjectId> project) {
        return Pages.answer(
                store.list(
                        request.caller().organization(),
                        user,
                        project,
                        Pages.after(request),
                        request.limit()),
                key -> wire(key, null));
    }

    private KeyId id(ApiRequest request, boolean own) {
        KeyId id = request.path("id", KeyId::parse);
        if (own && !keys.get(request.caller(), id).user().equals(request.caller().user())) {
            throw new Rejected(ErrorCode.KEY_NOT_FOUND, "no key " + id + " of yours");
        }
        return id;
    }

    private Answer rotate(ApiRequest request, boolean own) {
        RotateKeyRequest body = request.body(RotateKeyRequest.class);
        Long seconds = body.graceSeconds();
        if (seconds != null && (seconds < 0 || seconds > MOST_GRACE.toSeconds())) {
            throw Rejected.field("/graceSeconds", "use 0 to " + MOST_GRACE.toSeconds());
        }
        Keys.Made made =
                keys.rotate(
                        request.caller(),
                        id(request, own),
                        seconds == null ? GRACE : Duration.ofSeconds(seconds));
        return Answer.json(wire(made.key(), made.text().text()));
    }

    private Answer revoke(ApiRequest request, boolean own) {
        keys.revoke(request.caller(), id(request, own));
        return Answer.NOTHING;
    }

    private static KeyResponse wire(Key key, @Nullable String text) {
        return new KeyResponse(
                key.id().toString(),
                key.name(),
                key.kind().name().toLowerCase(Locale.ROOT),
                key.user().map(UserId::toString).orElse(null),
                key.project().map(ProjectId::toString).orElse(null),
                key.scopes()
                        .map(scopes -> scopes.stream().map(Permission::word).sorted().toList())
                        .orElse(null),
                key.addresses().isEmpty() ? null : key.addresses(),
                key.createdBy(),
                key.createdAt(),
                key.expiresAt().orElse(null),
                key.lastUsedAt().orElse(null),
                key.lastUsedFrom().orElse(null),
                key.previousUntil().orElse(null),
                key.revokedAt().orElse(null),
                text);
    }
}
