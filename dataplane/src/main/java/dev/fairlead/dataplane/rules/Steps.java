package dev.fairlead.dataplane.rules;

import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.dataplane.clients.IpRange;
import dev.fairlead.model.access.PasswordUsers;
import dev.fairlead.model.errors.InvalidValue;

import java.util.List;
import java.util.Optional;

/// What is done with requests of a route before they get on, and with their answers: who may come
/// (networks, then names with passwords), which pages may read, which headers change, whether
/// answers are compressed.
public record Steps(
        Networks networks,
        Optional<Cors> cors,
        PasswordUsers users,
        HeaderChanges request,
        HeaderChanges answer,
        boolean compress) {
    public static final Steps NONE =
            new Steps(
                    new Networks(List.of(), List.of()),
                    Optional.empty(),
                    PasswordUsers.NONE,
                    HeaderChanges.NONE,
                    HeaderChanges.NONE,
                    false);

    private static final int MOST_NETWORKS = 200;

    /// The same for other people.
    public Steps with(PasswordUsers others) {
        return new Steps(networks, cors, others, request, answer, compress);
    }

    /// Whose address may come: one of `allow`, or any where there is none, and none of `deny`.
    public record Networks(List<IpRange> allow, List<IpRange> deny) {
        public Networks {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
            if (allow.size() + deny.size() > MOST_NETWORKS) {
                throw new InvalidValue("networks", "names at most " + MOST_NETWORKS);
            }
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
}
