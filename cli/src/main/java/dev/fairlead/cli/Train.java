package dev.fairlead.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs once when the AOT cache is made, so that the classes of a usual command are in it. Needs no
/// server: asking for one that is not there loads the same classes.
public final class Train {
    private Train() {}

    public static void main(String[] args) {
        var nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        Main.commandLine(nowhere).execute("--help");
        Main.commandLine(nowhere).execute("list", "--project", "train");
        Main.commandLine(nowhere).execute("deploy", "--help");
    }
}
