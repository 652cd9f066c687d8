package dev.fairlead.builders.stacks;

import dev.fairlead.builders.apps.ImageSupply.Supplied;
import dev.fairlead.builders.stacks.services.Planned;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Confinement;
import dev.fairlead.model.stacks.StackService.Program;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Services with what only their image tells: its id, and whether it runs as root.
final class Finished {
    /// What images of databases need to take their files and become nobody.
    private static final Set<String> OF_ROOT =
            Set.of(
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "SETGID",
                    "SETUID",
                    "KILL",
                    "NET_BIND_SERVICE");

    private Finished() {}

    static StackService of(Planned planned, Supplied supplied, Consumer<String> log) {
        StackService was = planned.service();
        Program program = was.program();
        String user = program.user().isEmpty() ? supplied.user() : program.user();
        log.accept(
                was.name()
                        + ": image "
                        + supplied.id().substring(7, 19)
                        + (isRoot(user) ? " as root" : " as " + user));
        if (!isRoot(user) && !planned.added().isEmpty()) {
            log.accept(planned.part().path() + ".cap_add: is ignored: it does not run as root");
        }
        Confinement walls = was.confinement();
        return new StackService(
                was.name(),
                new Program(
                        supplied.id(),
                        supplied.reference(),
                        program.entrypoint(),
                        program.command(),
                        program.environment(),
                        program.passed(),
                        program.user(),
                        program.folder(),
                        program.hostname(),
                        program.stopSignal(),
                        program.stopGrace()),
                was.health(),
                was.dependencies(),
                was.networks(),
                was.mounts(),
                new Confinement(
                        walls.readOnly(),
                        walls.init(),
                        isRoot(user) ? capabilities(planned) : List.of(),
                        walls.memoryBytes(),
                        walls.processors(),
                        walls.processes(),
                        walls.sharedMemoryBytes(),
                        walls.openFiles()),
                was.replicas(),
                was.restart());
    }

    static boolean isRoot(String user) {
        String name = user.split(":", 2)[0];
        return name.isEmpty() || name.equals("root") || name.matches("0+");
    }

    private static List<String> capabilities(Planned planned) {
        var names = new TreeSet<>(planned.dropped().contains("ALL") ? Set.<String>of() : OF_ROOT);
        names.removeAll(planned.dropped());
        names.addAll(planned.added());
        return List.copyOf(names);
    }
}
