package dev.fairlead.dataplane.http;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.ids.RequestId;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// One request and its answer, for code that blocks.
public interface BlockingExchange {
    RequestId id();

    String method();

    /// Decoded nowhere: as it came, without the query.
    String path();

    /// Raw, without `?`; empty where there is none.
    String query();

    Optional<String> header(String name);

    /// The client's, not that of a trusted proxy before us; empty where a connection has none.
    String remoteAddress();

    /// Whether the client came by https.
    boolean secure();

    /// The body; reading more than `mostBytes` fails with `body-too-large`.
    InputStream body(long mostBytes);

    /// The whole answer at once.
    void answer(int status, List<Header> headers, byte[] body);

    /// Starts an answer that is written piece by piece, such as an event stream.
    Stream stream(int status, List<Header> headers);

    /// An answer under way.
    interface Stream extends AutoCloseable {
        /// Blocks while the client is behind; throws when it went away.
        void write(byte[] bytes) throws IOException, InterruptedException;

        /// Whether the client is gone.
        boolean closed();

        @Override
        void close();
    }
}
