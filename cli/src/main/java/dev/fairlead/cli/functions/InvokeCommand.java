package dev.fairlead.cli.functions;

import dev.fairlead.cli.client.ApiClient;
import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.cli.signing.SigningOptions;
import dev.fairlead.cli.terminal.Terminal;
import dev.fairlead.model.wire.FunctionResponse;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/// `invoke`: calls a function at its address, as any client would.
@Command(
        name = "invoke",
        description = "Call a function and print its answer.",
        footer = {
            "",
            "Example: fairlead invoke demo/hello --data '{\"name\":\"Ada\"}'",
            "Example: fairlead invoke shop/paid --sign-with secret.txt --data '{\"order\":7}'"
        })
public final class InvokeCommand implements Callable<Integer> {
    @Mixin private Terminal terminal = new Terminal();
    @Mixin private FunctionOptions function = new FunctionOptions();
    @Mixin private SigningOptions signing = new SigningOptions();

    @Option(
            names = {"-d", "--data"},
            description = "the body; JSON unless --header says otherwise")
    private @Nullable String data;

    @Option(names = "--file", description = "the body, from a file")
    private @Nullable Path file;

    @Option(
            names = {"-H", "--header"},
            description = "a header, as 'name: value'")
    private List<String> headers = List.of();

    @Option(
            names = {"-X", "--method"},
            description = "default: GET, with a body POST")
    private @Nullable String method;

    @Option(names = "--path", description = "below the function's URL, with its query")
    private String path = "";

    @Option(
            names = {"-v", "--verbose"},
            description = "print the status and headers too")
    private boolean verbose;

    @Override
    public Integer call() {
        ApiClient api = terminal.api();
        FunctionResponse found = function.find(api);
        byte[] body = body();
        boolean bodiless = data == null && file == null;
        String verb = method != null ? method : bodiless ? "GET" : "POST";
        var uri = URI.create(found.url() + path);
        Map<String, String> sent = sent(bodiless);
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofMinutes(16))
                        .method(verb, BodyPublishers.ofByteArray(body));
        sent.forEach(request::header);
        signing.signer(terminal)
                .ifPresent(signer ->
                        signer.headers(verb, uri, sent, body, Instant.now())
                                .forEach(request::header));
        return print(send(request.build()), api);
    }

    /// By their names in lower case; lines of one name are joined.
    private Map<String, String> sent(boolean bodiless) {
        var sent = new LinkedHashMap<String, String>();
        for (String header : headers) {
            int cut = header.indexOf(':');
            if (cut < 1) {
                throw new CommandFailed(ExitCode.USAGE, "a header is 'name: value': " + header);
            }
            sent.merge(
                    header.substring(0, cut).strip().toLowerCase(Locale.ROOT),
                    header.substring(cut + 1).strip(),
                    (one, more) -> one + ", " + more);
        }
        if (!bodiless) {
            sent.putIfAbsent("content-type", "application/json");
        }
        return sent;
    }

    private byte[] body() {
        try {
            if (file != null) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
        }
        return data == null ? new byte[0] : data.getBytes(StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try (var http =
                HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(5))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new CommandFailed(
                    ExitCode.UNAVAILABLE, "cannot reach " + request.uri() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(ExitCode.FAILED, "interrupted");
        }
    }

    private int print(HttpResponse<byte[]> response, ApiClient api) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        if (terminal.json()) {
            var answer = new LinkedHashMap<String, Object>();
            answer.put("status", response.statusCode());
            answer.put("headers", response.headers().map());
            answer.put("body", text);
            terminal.out().println(new String(api.write(answer), StandardCharsets.UTF_8));
        } else {
            if (verbose) {
                terminal.out().println(response.statusCode());
                response.headers()
                        .map()
                        .forEach((n, v) -> terminal.out().println(n + ": " + String.join(", ", v)));
                terminal.out().println();
            }
            terminal.out().println(text);
        }
        return (response.statusCode() < 400 ? ExitCode.OK : ExitCode.FAILED).number();
    }
}
