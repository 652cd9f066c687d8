package dev.fairlead.cli.terminal;

import dev.fairlead.cli.client.Access;
import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.client.KeptAccess;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.output.Table;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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

    @Option(
            names = "--organization",
            paramLabel = "ORGANIZATION",
            description = "its id or name, where you belong to several")
    private @Nullable String organization;

    private static final int MOST_ITEMS = 1_000;

    private PrintStream out = System.out;
    private InputStream in = System.in;
    private Map<String, String> environment = System.getenv();
    private Optional<BufferedReader> answers = Optional.empty();

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

    /// Puts someone at the keyboard, for tests.
    public void answerFrom(Reader typed) {
        answers = Optional.of(new BufferedReader(typed));
    }

    private static Optional<BufferedReader> keyboard() {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> new BufferedReader(console.reader()));
    }

    /// What the person at the terminal answers; empty where nobody is there, or for an empty line.
    public Optional<String> ask(String question) {
        answers = answers.or(Terminal::keyboard);
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        out.print(question + " ");
        out.flush();
        try {
            String line = answers.get().readLine();
            return Optional.ofNullable(line).map(String::strip).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the answer", e);
        }
    }

    /// The same for what nobody is to see while it is typed.
    public Optional<String> askHidden(String question) {
        Optional<Console> person =
                Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (answers.isPresent() || person.isEmpty()) {
            return ask(question);
        }
        char[] typed = person.get().readPassword("%s ", question);
        return Optional.ofNullable(typed).map(String::new).filter(text -> !text.isEmpty());
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
        return new ApiClient(Access.find(environment, organization()));
    }

    /// By what is kept alone, whatever the environment says.
    public ApiClient keptApi() {
        var kept = new HashMap<>(environment);
        kept.keySet().removeAll(Set.of("FAIRLEAD_TOKEN", "FAIRLEAD_URL"));
        return new ApiClient(Access.find(kept, organization()));
    }

    public Optional<String> organization() {
        return Optional.ofNullable(organization);
    }

    /// After the organization that is meant is none of theirs any more.
    public void forgetOrganization() {
        boolean named =
                organization != null
                        || !environment.getOrDefault("FAIRLEAD_ORGANIZATION", "").isBlank();
        if (!named) {
            KeptAccess.read(accessFile())
                    .ifPresent(kept -> kept.in(Optional.empty()).write(accessFile()));
        }
    }

    public Path accessFile() {
        return Access.file(environment);
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

    /// A table's heads, and its cells for each item.
    public record Columns(List<String> heads, Function<JsonNode, List<String>> cells) {
        public Columns {
            heads = List.copyOf(heads);
        }
    }

    /// Shows a list, every page of it; `none` where it is empty.
    public Integer list(ApiClient api, String path, String none, Columns columns) {
        var call = ApiClient.Call.get(path);
        if (printed(api, call)) {
            return ExitCode.OK.number();
        }
        List<JsonNode> items = api.all(path, MOST_ITEMS);
        if (printed(api, api.tree(Map.of("items", items)))) {
            return ExitCode.OK.number();
        }
        if (items.isEmpty()) {
            out.println(none);
            return ExitCode.OK.number();
        }
        var table = new Table(columns.heads().toArray(String[]::new));
        items.forEach(item -> table.row(columns.cells().apply(item).toArray()));
        table.print(out);
        return ExitCode.OK.number();
    }

    /// Sends what changes something, and says so.
    public Integer change(ApiClient api, ApiClient.Call call, Function<JsonNode, String> told) {
        if (printed(api, call)) {
            return ExitCode.OK.number();
        }
        JsonNode answer = api.send(call);
        String sentence = told.apply(answer);
        if (!printed(api, answer)) {
            out.println(sentence);
        }
        return ExitCode.OK.number();
    }
}
