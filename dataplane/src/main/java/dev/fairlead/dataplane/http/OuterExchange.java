package dev.fairlead.dataplane.http;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.ids.RequestId;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// An exchange around another: passes everything on but what its kind does otherwise.
public abstract class OuterExchange implements BlockingExchange {
    private final BlockingExchange inner;

    protected OuterExchange(BlockingExchange inner) {
        this.inner = inner;
    }

    protected final BlockingExchange inner() {
        return inner;
    }

    @Override
    public final RequestId id() {
        return inner.id();
    }

    @Override
    public final String method() {
        return inner.method();
    }

    @Override
    public final String path() {
        return inner.path();
    }

    @Override
    public final String query() {
        return inner.query();
    }

    @Override
    public final Optional<String> header(String name) {
        return inner.header(name);
    }

    @Override
    public final String remoteAddress() {
        return inner.remoteAddress();
    }

    @Override
    public final boolean secure() {
        return inner.secure();
    }

    @Override
    public InputStream body(long mostBytes) {
        return inner.body(mostBytes);
    }

    @Override
    public void answer(int status, List<Header> headers, byte[] body) {
        inner.answer(status, headers, body);
    }

    @Override
    public Stream stream(int status, List<Header> headers) {
        return inner.stream(status, headers);
    }
}
