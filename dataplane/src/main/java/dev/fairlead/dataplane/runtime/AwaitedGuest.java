package dev.fairlead.dataplane.runtime;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// An invocation on threads of its own runtime that another guest waits for.
final class AwaitedGuest implements GuestAnswer {
    private static final long GRACE_SECONDS = 10;

    private final GuestAnswer answer;
    private final CountDownLatch ended = new CountDownLatch(1);

    private AwaitedGuest(GuestAnswer answer) {
        this.answer = answer;
    }

    static void run(Guest guest, GuestRequest request, GuestAnswer answer, Caller caller) {
        var awaited = new AwaitedGuest(answer);
        Invocation running = guest.start(request, awaited);
        if (!caller.lend(running)) {
            running.cancel();
        }
        try {
            long left = caller.deadline() - System.nanoTime();
            if (!awaited.ended.await(left, TimeUnit.NANOSECONDS)) {
                running.cancel();
                awaited.ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            running.cancel();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void head(int status, List<Header> headers) {
        answer.head(status, headers);
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        answer.write(bytes);
    }

    @Override
    public void done(RunReport report) {
        try {
            answer.done(report);
        } finally {
            ended.countDown();
        }
    }

    @Override
    public FunctionCalls calls() {
        return answer.calls();
    }
}
