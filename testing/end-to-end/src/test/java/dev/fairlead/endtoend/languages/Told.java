package dev.fairlead.endtoend.languages;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.errors.ErrorCode;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a guest answered.
final class Told implements GuestAnswer {
    private final CompletableFuture<RunReport> report = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile int status;
    private volatile List<Header> headers = List.of();

    static Told by(Guest guest, GuestRequest request) {
        var told = new Told();
        guest.start(request, told);
        told.report();
        return told;
    }

    @Override
    public void head(int status, List<Header> headers) {
        this.status = status;
        this.headers = List.copyOf(headers);
    }

    @Override
    public synchronized void write(byte[] bytes) {
        body.writeBytes(bytes);
    }

    @Override
    public void done(RunReport report) {
        this.report.complete(report);
    }

    RunReport report() {
        try {
            return report.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the invocation did not end", e);
        }
    }

    int status() {
        if (!(report().outcome() instanceof Outcome.Answered)) {
            throw new AssertionError(report().outcome() + " " + report().logs());
        }
        return status;
    }

    ErrorCode failure() {
        if (report().outcome() instanceof Outcome.Failed(ErrorCode code, _)) {
            return code;
        }
        throw new AssertionError("it did not fail: " + report().outcome() + " " + status);
    }

    synchronized byte[] bytes() {
        return body.toByteArray();
    }

    synchronized String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    String header(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }
}
