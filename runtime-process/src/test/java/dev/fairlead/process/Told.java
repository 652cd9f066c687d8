package dev.fairlead.process;

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
final class Told implements GuestAnswer {
    private final CompletableFuture<RunReport> report = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile int status;

    @Override
    public void head(int status, List<Header> headers) {
        this.status = status;
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
        } catch (Exception e) {
            throw new AssertionError("the invocation did not end", e);
        }
    }

    ErrorCode failure() {
        if (report().outcome() instanceof Outcome.Failed(ErrorCode code, _)) {
            return code;
        }
        throw new AssertionError("it did not fail: " + report().outcome() + " " + text());
    }

    int status() {
        report();
        return status;
    }

    synchronized String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
