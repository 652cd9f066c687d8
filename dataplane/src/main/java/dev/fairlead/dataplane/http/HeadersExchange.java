package dev.fairlead.dataplane.http;

import dev.fairlead.dataplane.runtime.Header;

import java.util.ArrayList;
import java.util.List;

/// An exchange whose answers have some headers more.
public final class HeadersExchange extends OuterExchange {
    private final List<Header> more;

    public HeadersExchange(BlockingExchange inner, List<Header> more) {
        super(inner);
        this.more = List.copyOf(more);
    }

    private List<Header> with(List<Header> headers) {
        var all = new ArrayList<>(headers);
        all.addAll(more);
        return all;
    }

    @Override
    public void answer(int status, List<Header> headers, byte[] body) {
        inner().answer(status, with(headers), body);
    }

    @Override
    public Stream stream(int status, List<Header> headers) {
        return inner().stream(status, with(headers));
    }
}
