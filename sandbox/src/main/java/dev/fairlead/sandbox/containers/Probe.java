package dev.fairlead.sandbox.containers;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.EngineFacts;
import dev.fairlead.engine.EngineFacts.Ability;
import dev.fairlead.sandbox.Ending;
import dev.fairlead.sandbox.Readiness;
import dev.fairlead.sandbox.Step;
import dev.fairlead.sandbox.StepLimits;
import dev.fairlead.sandbox.WorkFolder;
import dev.fairlead.sandbox.running.RunFolder;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Finds out whether an engine can keep steps apart: by what it says of itself, and by a step that
/// has to see a file of ours and be a process of this machine.
record Probe(ContainerSandbox sandbox, Engine engine, EngineAddress.Unix address, RunFolder run) {
    private static final StepLimits LIMITS =
            new StepLimits(Duration.ofSeconds(60), 64L << 20, 1, 32, 1L << 20, 4096, true);

    Readiness look() {
        if (!Files.exists(address.socket())) {
            return missing(
                    "no container engine listens at "
                            + address
                            + "; install one (the package docker.io) on the server or say where it"
                            + " is with FAIRLEAD_ENGINE.");
        }
        try {
            EngineFacts facts = engine.facts();
            for (String word : List.of("rootless", "userns")) {
                if (facts.security().contains(word)) {
                    return missing(
                            "the engine at "
                                    + address
                                    + " runs containers as other users (it says "
                                    + word
                                    + "), which cannot write what steps make; use one that does"
                                    + " not.");
                }
            }
            if (!facts.security().contains("seccomp")) {
                return missing("the engine does not filter system calls; use one with seccomp.");
            }
            step();
            return new Readiness(
                    true,
                    "container",
                    "cgroup v" + facts.cgroups() + " of engine " + facts.version(),
                    "",
                    weaker(facts));
        } catch (SocketException e) {
            return missing(
                    "the server cannot connect to "
                            + address
                            + " ("
                            + e.getMessage()
                            + "); start the engine, and let the server's user use its socket.");
        } catch (IOException e) {
            return missing("the container engine does not do: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return missing("interrupted while the sandbox was tried.");
        }
    }

    private static Readiness missing(String trouble) {
        return new Readiness(false, "none", "none", trouble, List.of());
    }

    private static List<String> weaker(EngineFacts facts) {
        var all = new ArrayList<String>();
        if (!facts.can(Ability.MEMORY_LIMIT)) {
            all.add("the engine does not bound memory;");
        }
        if (!facts.can(Ability.PROCESS_LIMIT)) {
            all.add("the engine does not bound the number of processes;");
        }
        return all;
    }

    private void step() throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(run.path(), "probe");
        String word = UUID.randomUUID().toString();
        Files.writeString(work.resolve("word"), word);
        Step step = Step.of(List.of("/usr/bin/cat", Step.WORK + "/word", "-"), work, LIMITS);
        try (ContainerProcess process = sandbox.launch(step, _ -> {})) {
            byte[] seen = process.output().readNBytes(word.length());
            if (!word.equals(new String(seen, StandardCharsets.UTF_8))) {
                byte[] said = process.errors().readNBytes(1024);
                throw new IOException(
                        "its containers do not see this server's files. "
                                + new String(said, StandardCharsets.UTF_8).strip());
            }
            Path groups = Path.of("/proc/" + process.pid() + "/cgroup");
            if (!Files.exists(groups) || !Files.readString(groups).contains(process.id())) {
                throw new IOException("its containers are not processes of this machine.");
            }
            process.input().close();
            boolean over = process.await(LIMITS.time());
            if (!over || !process.ending().equals(new Ending.Exited(0))) {
                throw new IOException("a step did not end as it should.");
            }
        } finally {
            WorkFolder.remove(work);
        }
    }
}
