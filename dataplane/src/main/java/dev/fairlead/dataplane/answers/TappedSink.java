package dev.fairlead.dataplane.answers;

import dev.fairlead.dataplane.answers.AnswerTap.Take;
import dev.fairlead.dataplane.calls.CallSink;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;

import io.vertx.core.MultiMap;

import java.io.IOException;
import java.util.List;

/// The answer of a guest that a tap has a say in.
public final class TappedSink implements CallSink {
    private final CallSink client;
    private final AnswerTap tap;
    private Take take = Take.CLIENT;
    private boolean headed;

    public TappedSink(CallSink client, AnswerTap tap) {
        this.client = client;
        this.tap = tap;
    }

    @Override
    public void head(int status, List<Header> headers) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        headers.forEach(header -> fields.add(header.name(), header.value()));
        headed = true;
        take = tap.head(status, fields);
        if (take != Take.TAP) {
            client.head(status, headers);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException, InterruptedException {
        if (take != Take.CLIENT) {
            tap.content(bytes);
        }
        if (take != Take.TAP) {
            client.write(bytes);
        }
    }

    @Override
    public void done(Outcome outcome, String timing) {
        boolean answered = outcome instanceof Outcome.Answered;
        if (answered && !headed) {
            head(200, List.of());
        }
        boolean otherwise = headed ? take == Take.TAP : tap.unanswered();
        if (headed) {
            tap.end(answered);
        }
        if (!otherwise) {
            client.done(outcome, timing);
        }
    }

    @Override
    public void refused(Refusal refusal, String timing) {
        if (!tap.unanswered()) {
            client.refused(refusal, timing);
        }
    }
}
