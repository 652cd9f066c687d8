package dev.fairlead.controlplane.api.environments;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.store.environments.Environment;
import dev.fairlead.controlplane.store.environments.Environment.Deployers;
import dev.fairlead.controlplane.store.environments.Environment.Protection;
import dev.fairlead.controlplane.store.environments.Environment.Retention;
import dev.fairlead.controlplane.store.versions.RetentionStore.Due;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.GroupId;
import dev.fairlead.model.ids.UserId;
import dev.fairlead.model.wire.DueVersionJson;
import dev.fairlead.model.wire.EnvironmentResponse;
import dev.fairlead.model.wire.ProtectionJson;
import dev.fairlead.model.wire.RetentionJson;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Environments as they travel.
final class EnvironmentJson {
    private static final int MOST_LISTED = 200;
    private static final int MOST_APPROVALS = 10;
    private static final int MOST_KEPT = 100_000;

    private EnvironmentJson() {}

    static EnvironmentResponse write(Environment environment) {
        Protection protection = environment.protection();
        Retention retention = environment.retention();
        return new EnvironmentResponse(
                environment.id().toString(),
                environment.project().text(),
                environment.name().text(),
                environment.parent().map(Object::toString).orElse(null),
                new ProtectionJson(
                        protection.deployers().map(d -> texts(d.users())).orElse(null),
                        protection.deployers().map(d -> texts(d.groups())).orElse(null),
                        protection.approvals()),
                new RetentionJson(retention.count().orElse(null), retention.days().orElse(null)),
                environment.freeze().map(Environment.Freeze::since).orElse(null),
                environment.freeze().map(Environment.Freeze::reason).orElse(null),
                environment.revision(),
                environment.createdAt(),
                environment.updatedAt());
    }

    private static List<String> texts(List<?> ids) {
        return ids.stream().map(Object::toString).toList();
    }

    static Protection protection(@Nullable ProtectionJson json, Protection before) {
        if (json == null) {
            return before;
        }
        boolean listed = json.users() != null || json.groups() != null;
        return new Protection(
                listed
                        ? Optional.of(
                                new Deployers(
                                        ids("/protection/users", json.users(), UserId::parse),
                                        ids("/protection/groups", json.groups(), GroupId::parse)))
                        : Optional.empty(),
                within("/protection/approvals", json.approvals(), MOST_APPROVALS).orElse(0));
    }

    private static <T> List<T> ids(
            String pointer, @Nullable List<String> texts, Function<String, T> parse) {
        if (texts == null) {
            return List.of();
        }
        if (texts.size() > MOST_LISTED) {
            throw Rejected.field(pointer, "list at most " + MOST_LISTED);
        }
        var ids = new ArrayList<T>();
        for (int i = 0; i < texts.size(); i++) {
            ids.add(ApiRequest.field(pointer + "/" + i, texts.get(i), parse));
        }
        return ids;
    }

    static Retention retention(@Nullable RetentionJson json, Retention before) {
        return json == null
                ? before
                : new Retention(
                        within("/retention/count", json.count(), MOST_KEPT),
                        within("/retention/days", json.days(), MOST_KEPT));
    }

    private static Optional<Integer> within(String pointer, @Nullable Integer value, int most) {
        if (value == null) {
            return Optional.empty();
        }
        if (value < 0 || value > most) {
            throw Rejected.field(pointer, "use a value from 0 to " + most);
        }
        return Optional.of(value);
    }

    static DueVersionJson due(Due due) {
        return new DueVersionJson(
                due.service().toString(),
                due.name().text(),
                due.number(),
                due.createdAt(),
                due.bytes());
    }
}
