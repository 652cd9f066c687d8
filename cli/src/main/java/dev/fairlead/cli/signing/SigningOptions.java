package dev.fairlead.cli.signing;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a call is signed, and where the secret is; never on the command line itself, which other
/// users of the machine can read.
public final class SigningOptions {
    private static final String VARIABLE = "FAIRLEAD_SIGNING_SECRET";

    @Option(
            names = "--sign",
            description = "sign the call with the secret in $FAIRLEAD_SIGNING_SECRET")
    private boolean sign;

    @Option(
            names = "--sign-with",
            paramLabel = "FILE",
            description = "sign the call with the secret in this file; - is standard input")
    private @Nullable String file;

    /// Empty where the call is not signed.
    public Optional<RequestSigner> signer(Terminal terminal) {
        if (file == null && !sign) {
            return Optional.empty();
        }
        String secret =
                (file == null
                                ? terminal.environment().getOrDefault(VARIABLE, "")
                                : read(file, terminal))
                        .strip();
        if (secret.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "no secret: set " + VARIABLE + ", or name a file with --sign-with");
        }
        return Optional.of(new RequestSigner(secret));
    }

    private static String read(String name, Terminal terminal) {
        try {
            return name.equals("-")
                    ? new String(terminal.in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + name + ": " + e.getMessage());
        }
    }
}
