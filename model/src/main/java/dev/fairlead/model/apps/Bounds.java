package dev.fairlead.model.apps;

import dev.fairlead.model.errors.InvalidValue;

/// What an instance of an app may take and reach, as its version says: `cpus` processors' worth of
/// time, where 0 is all that the machine has.
public record Bounds(double cpus, Egress egress) {
    public static final Bounds USUAL = new Bounds(0, Egress.ALL);

    private static final double FEWEST_CPUS = 0.01;
    private static final double MOST_CPUS = 1024;

    public Bounds {
        if (cpus != 0 && !(cpus >= FEWEST_CPUS && cpus <= MOST_CPUS)) {
            throw new InvalidValue("cpus", "use a number from 0.01 to 1024");
        }
    }

    /// How many of the `there` processors of a machine.
    public double cpusOf(int there) {
        return cpus == 0 ? there : Math.min(cpus, there);
    }
}
