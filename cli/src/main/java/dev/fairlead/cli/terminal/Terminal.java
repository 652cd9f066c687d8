package dev.fairlead.cli.terminal;

import dev.fairlead.cli.client.Access;
import dev.fairlead.cli.client.ApiClient;

import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/// The options that every command has, and where its output goes.
public final class Terminal {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json (default: ${DEFAULT-VALUE})",
            defaultValue = "text")
    Format format = Format.text;

    @Option(
            names = "--curl",
            description = "print the request as a curl command instead of sending it")
    boolean curl;

    private PrintStream out = System.out;
    private InputStream in = System.in;
    private Map<String, String> environment = System.getenv();

    /// How a command answers.
    @SuppressWarnings("java:S115")
    public enum Format {
        text,
        json
    }

    public InputStream in() {
        return in;
    }

    /// Puts standard input elsewhere, for tests.
    public void use(InputStream stream) {
        in = stream;
    }

    /// Puts output and environment elsewhere, for tests.
    public void use(PrintStream stream, Map<String, String> variables) {
        out = stream;
        environment = Map.copyOf(variables);
    }

    public PrintStream out() {
        return out;
    }

    public Map<String, String> environment() {
        return environment;
    }

    public boolean json() {
        return format == Format.json;
    }

    public ApiClient api() {
        return new ApiClient(Access.find(environment));
    }

    /// Whether requests are printed instead of sent.
    public boolean curl() {
        return curl;
    }

    /// True when `--curl` was asked for and the request was printed.
    public boolean printed(ApiClient api, ApiClient.Call call) {
        if (curl) {
            out.println(api.curl(call));
        }
        return curl;
    }

    /// Prints the answer as JSON when asked to; true when it did.
    public boolean printed(ApiClient api, JsonNode answer) {
        if (json()) {
            out.println(api.pretty(answer));
        }
        return json();
    }
}
