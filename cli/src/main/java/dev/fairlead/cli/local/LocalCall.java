package dev.fairlead.cli.local;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestBody;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.ids.RequestId;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// One invocation, from its request to its end, in memory.
final class LocalCall implements GuestAnswer {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final long most;
    private List<Header> headers = List.of();
    private int status;
    private volatile RunReport report =
            new RunReport(Outcome.CANCELLED, StartKind.COLD, 0, 0, 0, List.of());

    private LocalCall(long most) {
        this.most = most;
    }

    /// What is asked, once; `path` may carry a query.
    record Question(String method, String path, List<Header> headers, GuestBody body) {
        Question {
            headers = List.copyOf(headers);
        }
    }

    /// What came back. `body` is text in UTF-8; `report` says how it ended and what it logged.
    record Answer(int status, List<Header> headers, String body, RunReport report) {
        boolean answered() {
            return report.outcome() instanceof Outcome.Answered;
        }
    }

    static Answer ask(Guest guest, Question question, long mostBytes) throws InterruptedException {
        var call = new LocalCall(mostBytes);
        int mark = question.path().indexOf('?');
        String path = mark < 0 ? question.path() : question.path().substring(0, mark);
        var headers = new ArrayList<Header>(question.headers());
        if (headers.stream().noneMatch(header -> header.name().equals("host"))) {
            headers.add(new Header("host", "localhost"));
        }
        guest.start(
                new GuestRequest(
                        question.method(),
                        path.startsWith("/") ? path : "/" + path,
                        mark < 0 ? "" : question.path().substring(mark + 1),
                        headers,
                        question.body(),
                        "localhost",
                        "127.0.0.1",
                        RequestId.next(Clock.systemUTC()).toString(),
                        Clock.systemUTC().instant()),
                call);
        call.ended.await();
        return new Answer(
                call.status, call.headers, call.body.toString(StandardCharsets.UTF_8), call.report);
    }

    @Override
    public void head(int answered, List<Header> sent) {
        status = answered;
        headers = List.copyOf(sent);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (body.size() + bytes.length > most) {
            throw new IOException("the answer is larger than " + most + " bytes");
        }
        body.writeBytes(bytes);
    }

    @Override
    public void done(RunReport ending) {
        report = ending;
        ended.countDown();
    }
}
