package dev.fairlead.cli.output;

/// What a command's exit code tells a script (docs/reference/cli.md).
public enum ExitCode {
    OK(0),
    /// What was asked for was tried and failed: a build, a function.
    FAILED(1),
    /// The command line is wrong.
    USAGE(2),
    /// The server refused the request.
    REFUSED(3),
    /// No key, or one that is not known or not enough.
    UNAUTHENTICATED(4),
    /// The server cannot be reached, or is in trouble.
    UNAVAILABLE(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
