package dev.fairlead.controlplane.api.passwords;

import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.wire.PasswordUserJson;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Reads who may come with a password. `hash` makes of a password what is kept of it.
public record PasswordReader(UnaryOperator<String> hash) {
    private static final int LEAST = 8;
    private static final int MOST = 256;

    /// `before` is who may come until now: their passwords stay where none is said. `pointer` is
    /// where the list stands.
    public PasswordUsers read(String pointer, List<PasswordUserJson> wanted, PasswordUsers before) {
        var users = new ArrayList<PasswordUsers.User>();
        for (PasswordUserJson one : wanted) {
            users.add(user(pointer + "/" + users.size(), one, before));
        }
        try {
            return new PasswordUsers(users);
        } catch (InvalidValue e) {
            throw Rejected.field(pointer, e.rule());
        }
    }

    private PasswordUsers.User user(String pointer, PasswordUserJson wanted, PasswordUsers before) {
        String name = wanted.name() == null ? "" : wanted.name();
        String password = wanted.password();
        Optional<String> kept = before.hash(name);
        if (password == null && kept.isEmpty()) {
            throw Rejected.field(pointer + "/password", "is needed for somebody new");
        }
        if (password != null && (password.length() < LEAST || password.length() > MOST)) {
            throw Rejected.field(
                    pointer + "/password", "use " + LEAST + " to " + MOST + " characters");
        }
        try {
            return new PasswordUsers.User(
                    name, password == null ? kept.orElseThrow() : hash.apply(password));
        } catch (InvalidValue e) {
            throw Rejected.field(pointer + "/" + e.what(), e.rule());
        }
    }

    /// Who may come, as everybody may see it.
    public static List<PasswordUserJson> shown(PasswordUsers users) {
        return users.names().stream().map(name -> new PasswordUserJson(name, null)).toList();
    }
}
