package dev.fairlead.controlplane.control.keys;

import dev.fairlead.controlplane.control.access.Access;
import dev.fairlead.controlplane.control.access.Caller;
import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.store.keys.Key;
import dev.fairlead.controlplane.store.keys.KeyStore;
import dev.fairlead.model.access.Permission;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.KeyId;
import dev.fairlead.model.ids.OrganizationId;
import dev.fairlead.model.ids.ProjectId;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Keys: made once, shown once, known by their hash.
public final class Keys {
    private final KeyStore store;
    private final Clock clock;

    public Keys(KeyStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// A key with its text, which nobody can ask for again.
    public record Made(Key key, SecretText text) {}

    /// Whether the installation has any key; the first one is made where it has none.
    public boolean any() {
        return store.any();
    }

    /// Adds a key of the installation whose text is there already.
    public void add(OrganizationId organization, String name, SecretText text) {
        store.create(KeyStore.Draft.installation(organization, name), "system", text.hash());
    }

    /// Makes a key that may no more than `caller` does.
    public Made create(Caller caller, KeyStore.Draft draft) {
        check(caller, draft.kind(), draft.project(), draft.scopes());
        if (draft.kind() == Key.Kind.ORGANIZATION) {
            whole(caller);
        }
        if (draft.kind() == Key.Kind.INSTALLATION && !caller.administrator()) {
            throw new Rejected(
                    ErrorCode.FORBIDDEN, "only administrators of the installation make such keys");
        }
        SecretText text = SecretText.generate(text(draft.kind()));
        return new Made(store.create(draft, caller.id(), text.hash()), text);
    }

    /// Keys of an organization are for who makes keys in all of it.
    private static void whole(Caller caller) {
        if (!caller.access().everywhere(Permission.KEYS_WRITE)) {
            throw new Rejected(
                    ErrorCode.FORBIDDEN,
                    "you make keys in some projects; name one of them in /project");
        }
    }

    private static SecretText.Kind text(Key.Kind kind) {
        return switch (kind) {
            case INSTALLATION -> SecretText.Kind.INSTALLATION_KEY;
            case ORGANIZATION -> SecretText.Kind.ORGANIZATION_KEY;
            case USER -> SecretText.Kind.USER_KEY;
            case PROJECT -> SecretText.Kind.PROJECT_KEY;
        };
    }

    /// What a key may by itself, its maker may; what a user's key may, its user may at any time.
    private static void check(
            Caller caller,
            Key.Kind kind,
            Optional<ProjectId> project,
            Optional<Set<Permission>> scopes) {
        Set<Permission> wanted =
                scopes.orElse(kind == Key.Kind.PROJECT ? Access.OF_PROJECT_KEYS : Set.of());
        for (Permission one : wanted) {
            boolean had =
                    project.map(in -> caller.access().covers(Set.of(one), in))
                            .orElseGet(() ->
                                    kind == Key.Kind.USER
                                            ? caller.access().anywhere(one)
                                            : caller.access().everywhere(one));
            if (!had) {
                throw new Rejected(
                        ErrorCode.ROLE_TOO_HIGH,
                        "you lack " + one.word() + ", so no key that you make can have it");
            }
        }
    }

    /// Gives a key another text; the one before opens for `grace` more. Nobody gets the text of
    /// another user's key.
    public Made rotate(Caller caller, KeyId id, Duration grace) {
        Key key = get(caller, id);
        if (key.kind() == Key.Kind.USER && !key.user().equals(caller.user())) {
            throw new Rejected(ErrorCode.FORBIDDEN, "only its owner rotates it; you may revoke it");
        }
        if (key.kind() == Key.Kind.PROJECT || key.kind() == Key.Kind.ORGANIZATION) {
            check(caller, key.kind(), key.project(), key.scopes());
        }
        SecretText text = SecretText.generate(text(key.kind()));
        Instant until = clock.instant().plus(grace);
        return new Made(
                store.rotate(key.organization(), id, text.hash(), until)
                        .orElseThrow(() -> missing(id)),
                text);
    }

    /// One that opens, where the caller has to do with it.
    public Key get(Caller caller, KeyId id) {
        return store.find(caller.organization(), id)
                .filter(key -> key.revokedAt().isEmpty())
                .filter(key -> key.kind() != Key.Kind.INSTALLATION || caller.administrator())
                .orElseThrow(() -> missing(id));
    }

    private static Rejected missing(KeyId id) {
        return new Rejected(ErrorCode.KEY_NOT_FOUND, "no key " + id + " that opens");
    }

    /// It opens nothing from now on.
    public void revoke(Caller caller, KeyId id) {
        Key key = get(caller, id);
        if (!store.revoke(key.organization(), id)) {
            throw missing(id);
        }
    }
}
