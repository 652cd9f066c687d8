package dev.fairlead.sandbox;

import dev.fairlead.sandbox.network.NetworkRules;

import java.nio.file.Path;

/// Where the sandbox finds its programs and keeps what it needs while it runs. `state` is a
/// directory of its own; `java` the home of a Java that steps with a network get their forwarder
/// from.
public record SandboxSettings(Path bwrap, Path state, Path java, NetworkRules network) {
    public static SandboxSettings in(Path state) {
        return new SandboxSettings(
                Path.of("/usr/bin/bwrap"),
                state.toAbsolutePath().normalize(),
                Path.of(System.getProperty("java.home")),
                NetworkRules.PUBLIC);
    }

    public SandboxSettings with(NetworkRules rules) {
        return new SandboxSettings(bwrap, state, java, rules);
    }

    public SandboxSettings withProgram(Path program) {
        return new SandboxSettings(program, state, java, network);
    }
}
