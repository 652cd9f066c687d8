package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.errors.InvalidValue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What is done with requests of a route before they get on, and with their answers: who may come
/// (networks, then names with passwords), which pages may read, which headers change, whether
/// answers are compressed.
public record Steps(
        Networks networks,
        Optional<Cors> cors,
        List<User> users,
        HeaderChanges request,
        HeaderChanges answer,
        boolean compress) {
    public static final Steps NONE =
            new Steps(
                    new Networks(List.of(), List.of()),
                    Optional.empty(),
                    List.of(),
                    HeaderChanges.NONE,
                    HeaderChanges.NONE,
                    false);

    private static final int MOST_USERS = 100;
    private static final int MOST_NETWORKS = 200;

    public Steps {
        users = List.copyOf(users);
        check(users.size() <= MOST_USERS, "users", "names at most " + MOST_USERS);
        var names = new HashSet<String>();
        for (User user : users) {
            check(names.add(user.name()), "users", "names '" + user.name() + "' once");
        }
    }

    /// The same for other people.
    public Steps with(List<User> others) {
        return new Steps(networks, cors, others, request, answer, compress);
    }

    private static void check(boolean holds, String what, String rule) {
        if (!holds) {
            throw new InvalidValue(what, rule);
        }
    }

    /// What is kept of users, by their names.
    public static Map<String, String> hashes(List<User> users) {
        var all = new TreeMap<String, String>();
        users.forEach(user -> all.put(user.name(), user.hash()));
        return all;
    }

    /// The users of what is kept.
    public static List<User> users(Map<String, String> hashes) {
        return new TreeMap<>(hashes)
                .entrySet().stream().map(e -> new User(e.getKey(), e.getValue())).toList();
    }

    /// Whose address may come: one of `allow`, or any where there is none, and none of `deny`.
    public record Networks(List<IpRange> allow, List<IpRange> deny) {
        public Networks {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
            check(
                    allow.size() + deny.size() <= MOST_NETWORKS,
                    "networks",
                    "names at most " + MOST_NETWORKS);
        }

        /// One that is not known comes only where everybody may.
        public boolean admit(String address) {
            if (allow.isEmpty() && deny.isEmpty()) {
                return true;
            }
            return IpAddress.parse(address)
                    .filter(one ->
                            (allow.isEmpty() || allow.stream().anyMatch(r -> r.contains(one)))
                                    && deny.stream().noneMatch(r -> r.contains(one)))
                    .isPresent();
        }
    }

    /// Somebody who may come with a password, of which only the hash is kept.
    public record User(String name, String hash) {
        private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,64}");

        public User {
            check(NAME.matcher(name).matches(), "users", "has names without ':' and blanks");
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
