package dev.fairlead.server.apps;

import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.controlplane.store.days.DayPartitions.Retention;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.sandbox.running.RunFolder;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/// What apps run by (`runtime`, an OCI runtime that the engine knows, empty for its standard),
/// where their networks have addresses, and how long the lines they print are kept.
public record AppSettings(String runtime, String subnets, Retention lines) {
    private static final String RUNTIME = "FAIRLEAD_CONTAINER_RUNTIME";
    private static final String SUBNETS = "FAIRLEAD_CONTAINER_SUBNETS";
    private static final String DAYS = "FAIRLEAD_LOG_DAYS";
    private static final String ROWS = "FAIRLEAD_LOG_ROWS";
    private static final int MOST_DAYS = 3650;
    private static final long MOST_ROWS = 1_000_000_000_000L;
    private static final Retention USUAL = new Retention(14, 20_000_000);
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
                    runtime,
                    subnets.isEmpty() ? "" : ContainerSettings.checkedSubnets(subnets),
                    new Retention(
                            (int) WholeNumber.of(environment, DAYS, USUAL.days(), 0, MOST_DAYS),
                            WholeNumber.of(environment, ROWS, USUAL.rows(), 1, MOST_ROWS)));
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
