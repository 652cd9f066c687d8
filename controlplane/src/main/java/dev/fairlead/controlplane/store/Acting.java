package dev.fairlead.controlplane.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// For whom the transactions of this thread act, as the row policies and the audit log read it: the
/// projects in reach (`*` or ids with commas between them), the person whom allow lists are read
/// for (`*` or an id), and what the log says of the actor, as JSON. Work of the installation's own
/// acts for itself.
public record Acting(String projects, String person, String actor) {
    private static final String ALL = "*";
    private static final Acting ITSELF = new Acting(ALL, ALL, "");
    private static final ScopedValue<Acting> NOW = ScopedValue.newInstance();
    private static final List<String> SETTINGS =
            List.of("fairlead.organization", "fairlead.projects", "fairlead.person");

    /// Reaches these projects (empty: all), and functions that list this person; empty `person` is
    /// not bound by lists, an empty person in it is on none.
    public static Acting reaching(Optional<Set<UUID>> projects, Optional<Optional<UUID>> person) {
        return new Acting(
                projects.map(some ->
                                some.stream().map(UUID::toString).collect(Collectors.joining(",")))
                        .orElse(ALL),
                person.map(one -> one.map(UUID::toString).orElse("")).orElse(ALL),
                "");
    }

    /// The same, for this actor.
    public Acting by(String who) {
        return new Acting(projects, person, who);
    }

    static Acting now() {
        return NOW.orElse(ITSELF);
    }

    /// Runs `work` for this caller.
    public <T> T call(Callable<T> work) throws Exception {
        return ScopedValue.where(NOW, this).call(work::call);
    }

    /// The same caller, where the installation's own rows are read or written on their behalf.
    Acting everywhere() {
        return new Acting(ALL, ALL, actor);
    }

    /// Options of a connection that acts for the installation.
    static String options() {
        return SETTINGS.stream().map(name -> "-c " + name + "=*").collect(Collectors.joining(" "));
    }
}
