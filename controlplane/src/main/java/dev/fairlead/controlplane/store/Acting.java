package dev.fairlead.controlplane.store;

import java.util.List;
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

    /// Runs `work` on behalf of the same caller beyond what they may reach: for use cases that have
    /// decided by themselves, such as a user who joins an organization.
    public static <T> T beyond(Callable<T> work) throws Exception {
        return now().everywhere().call(work);
    }

    /// Options of a connection that acts for the installation.
    static String options() {
        return SETTINGS.stream().map(name -> "-c " + name + "=*").collect(Collectors.joining(" "));
    }
}
