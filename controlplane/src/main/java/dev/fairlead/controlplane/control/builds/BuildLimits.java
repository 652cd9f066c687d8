package dev.fairlead.controlplane.control.builds;

/// How many builds run at once, in the installation and in each project, and how many may wait.
public record BuildLimits(int atOnce, int perProject, int waiting) {
    private static final int MOST_WAITING = 10_000;

    /// `atOnce` of any project.
    public static BuildLimits of(int atOnce) {
        return new BuildLimits(atOnce, atOnce, MOST_WAITING);
    }
}
