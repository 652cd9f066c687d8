package dev.fairlead.controlplane.api.users;

import dev.fairlead.controlplane.api.routes.ApiRequest;
import dev.fairlead.controlplane.control.sessions.Client;
import dev.fairlead.controlplane.store.users.User;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.wire.UserResponse;

import org.jspecify.annotations.Nullable;

/// Users as they travel.
public final class UserJson {
    /// No secret is as long: what is longer is not read on.
    private static final int LONGEST_SECRET = 1024;

    private UserJson() {}

    public static UserResponse user(User user) {
        return new UserResponse(
                user.id().toString(),
                user.email().text(),
                user.name().text(),
                user.administrator(),
                user.secondFactor(),
                user.emailVerifiedAt().isPresent(),
                user.disabledAt().isPresent(),
                user.createdAt());
    }

    /// A field that must be there and is a secret: what is wrong with it never shows it.
    public static String secret(String pointer, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw Rejected.field(pointer, "is needed");
        }
        if (text.length() > LONGEST_SECRET) {
            throw Rejected.field(pointer, "is too long");
        }
        return text;
    }

    /// Where a request comes from.
    public static Client client(ApiRequest request) {
        return new Client(
                request.exchange().remoteAddress(),
                request.exchange().header("user-agent").orElse(""));
    }
}
