package dev.fairlead.server.apps;

import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.sandbox.running.RunFolder;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// What apps run by (`runtime`, an OCI runtime that the engine knows, empty for its standard), and
/// where their networks have addresses.
public record AppSettings(String runtime, String subnets) {
    private static final String RUNTIME = "FAIRLEAD_CONTAINER_RUNTIME";
    private static final String SUBNETS = "FAIRLEAD_CONTAINER_SUBNETS";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{0,64}");

    /// Throws `IllegalArgumentException` with what to write instead.
    public static AppSettings parse(Map<String, String> environment) {
        String runtime = environment.getOrDefault(RUNTIME, "").strip();
        if (!NAME.matcher(runtime).matches()) {
            throw new IllegalArgumentException(
                    RUNTIME + ": use the name of a runtime of the engine, such as runsc");
        }
        String subnets = environment.getOrDefault(SUBNETS, "").strip();
        try {
            return new AppSettings(
                    runtime, subnets.isEmpty() ? "" : ContainerSettings.checkedSubnets(subnets));
        } catch (InvalidValue e) {
            throw new IllegalArgumentException(SUBNETS + ": " + e.rule(), e);
        }
    }

    /// With what containers are given to read below `files`, which stands for this installation.
    public ContainerSettings containers(Path files) {
        ContainerSettings usual =
                ContainerSettings.of(RunFolder.installation(files), files).by(runtime);
        return subnets.isEmpty() ? usual : usual.within(subnets);
    }
}
