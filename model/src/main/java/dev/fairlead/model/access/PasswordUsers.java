package dev.fairlead.model.access;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Those who may come to a route or a service with a name and a password, by their names. Only
/// hashes of the passwords are kept.
public record PasswordUsers(List<User> all) {
    public static final PasswordUsers NONE = new PasswordUsers(List.of());
    private static final int MOST = 100;

    public PasswordUsers {
        all = all.stream().sorted(Comparator.comparing(User::name)).toList();
        if (all.size() > MOST) {
            throw new InvalidValue("users", "name at most " + MOST);
        }
        var names = new HashSet<String>();
        for (User user : all) {
            if (!names.add(user.name())) {
                throw new InvalidValue("users", "name '" + user.name() + "' once");
            }
        }
    }

    /// Of what is kept: hashes by names.
    public static PasswordUsers of(Map<String, String> hashes) {
        return new PasswordUsers(
                hashes.entrySet().stream().map(e -> new User(e.getKey(), e.getValue())).toList());
    }

    /// What is to be kept.
    public Map<String, String> hashes() {
        var hashes = new TreeMap<String, String>();
        all.forEach(user -> hashes.put(user.name(), user.hash()));
        return hashes;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public List<String> names() {
        return all.stream().map(User::name).toList();
    }

    public Optional<String> hash(String name) {
        return all.stream().filter(user -> user.name().equals(name)).map(User::hash).findFirst();
    }

    /// Somebody, and the hash of their password.
    public record User(String name, String hash) {
        private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,64}");

        public User {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidValue(
                        "name", "use 1-64 letters, digits and signs of ASCII, without ':'");
            }
        }

        /// Without the hash.
        @Override
        public String toString() {
            return name;
        }
    }
}
