package dev.fairlead.wasm;

import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.errors.ErrorCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// An answer that remembers what it was told, and waits for its end.
final class Heard implements GuestAnswer {
    private final CompletableFuture<RunReport> report = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile int status;
    private volatile int pieces;
    private volatile List<Header> headers = List.of();

    @Override
    public void head(int status, List<Header> headers) {
        this.status = status;
        this.headers = List.copyOf(headers);
    }

    @Override
    public synchronized void write(byte[] bytes) {
        pieces++;
        body.writeBytes(bytes);
    }

    @Override
    public void done(RunReport report) {
        this.report.complete(report);
    }

    RunReport report() {
        try {
            return report.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the invocation did not end", e);
        }
    }

    Outcome outcome() {
        return report().outcome();
    }

    ErrorCode errorCode() {
        if (outcome() instanceof Outcome.Failed(ErrorCode code, _)) {
            return code;
        }
        throw new AssertionError("it did not fail: " + outcome() + " " + text());
    }

    String message() {
        return outcome() instanceof Outcome.Failed(_, String message) ? message : "";
    }

    boolean ended() {
        return report.isDone();
    }

    synchronized String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    int status() {
        return status;
    }

    int pieces() {
        return pieces;
    }

    String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}
