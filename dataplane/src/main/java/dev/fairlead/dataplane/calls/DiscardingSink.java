package dev.fairlead.dataplane.calls;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;

import java.util.List;

/// Nobody wants the answer.
final class DiscardingSink implements CallSink {
    @Override
    public void head(int status, List<Header> headers) {}

    @Override
    public void write(byte[] bytes) {}

    @Override
    public void done(Outcome outcome, String timing) {}

    @Override
    public void refused(Refusal refusal, String timing) {}
}
