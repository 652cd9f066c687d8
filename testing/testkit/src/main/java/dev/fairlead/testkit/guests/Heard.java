package dev.fairlead.testkit.guests;

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
public final class Heard implements GuestAnswer {
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

    public RunReport report() {
        try {
            return report.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the invocation did not end", e);
        }
    }

    public Outcome outcome() {
        return report().outcome();
    }

    public ErrorCode errorCode() {
        if (outcome() instanceof Outcome.Failed(ErrorCode code, _)) {
            return code;
        }
        throw new AssertionError("it did not fail: " + outcome() + " " + text());
    }

    public String message() {
        return outcome() instanceof Outcome.Failed(_, String message) ? message : "";
    }

    public boolean ended() {
        return report.isDone();
    }

    public synchronized String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    public int status() {
        return status;
    }

    public int pieces() {
        return pieces;
    }

    public String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}
