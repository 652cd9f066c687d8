package dev.fairlead.model.stacks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A service of a stack: what it runs (`program`), after what (`dependencies`), in which networks
/// with which further names (`networks`), what it sees at which places (`mounts`), what keeps it
/// apart, and how many containers of it there are.
public record StackService(
        String name,
        Program program,
        Optional<Healthcheck> health,
        List<Dependency> dependencies,
        Map<String, List<String>> networks,
        List<StackMount> mounts,
        Confinement confinement,
        int replicas,
        Restart restart) {
    public StackService {
        dependencies = List.copyOf(dependencies);
        networks = Map.copyOf(networks);
        mounts = List.copyOf(mounts);
    }

    /// `image` is an image's id and `reference` what people call it. Without `entrypoint` or
    /// `command` the image's own are taken; their words and the values of `environment` are
    /// templates. Of what is in `passed` it gets those variables that the stack has, by their own
    /// names. `user`, `folder`, `hostname` and `stopSignal` are empty for the image's own.
    public record Program(
            String image,
            String reference,
            Optional<List<String>> entrypoint,
            Optional<List<String>> command,
            Map<String, String> environment,
            Set<String> passed,
            String user,
            String folder,
            String hostname,
            String stopSignal,
            Duration stopGrace) {
        public Program {
            entrypoint = entrypoint.map(List::copyOf);
            command = command.map(List::copyOf);
            environment = Map.copyOf(environment);
            passed = Set.copyOf(passed);
        }
    }

    /// How it is asked whether it is well: a command in it, whose words are templates, ends with 0.
    /// One that fails `retries` times in a row is ill; what fails within `startPeriod` of its start
    /// does not count, and there it is asked every `startInterval`.
    public record Healthcheck(
            List<String> command,
            Duration interval,
            Duration timeout,
            int retries,
            Duration startPeriod,
            Duration startInterval) {
        public Healthcheck {
            command = List.copyOf(command);
        }
    }

    /// What has to be so of another service before this one is started. With `restart` it is
    /// started again when that one was; one that is not `required` may be missing or fail.
    public record Dependency(
            String service, Condition condition, boolean restart, boolean required) {}

    /// What has to be so of a service.
    public enum Condition {
        /// It runs.
        STARTED,
        /// It runs and says that it is well.
        HEALTHY,
        /// It ran and ended with 0.
        COMPLETED
    }

    /// What it may do. `processors` and `processes` are 0 for what is usual, `memoryBytes` too.
    /// `capabilities` are rights of root, as in `CHOWN`; `init` has a first process pass on
    /// signals. `openFiles` is for each process.
    public record Confinement(
            boolean readOnly,
            boolean init,
            List<String> capabilities,
            long memoryBytes,
            double processors,
            int processes,
            long sharedMemoryBytes,
            long openFiles) {
        public Confinement {
            capabilities = List.copyOf(capabilities);
        }
    }

    /// When it is started again after it ended: `most` times at most, 0 for always.
    public record Restart(Policy policy, int most) {
        public enum Policy {
            NEVER,
            /// After another exit code than 0.
            ON_FAILURE,
            ALWAYS
        }
    }
}
