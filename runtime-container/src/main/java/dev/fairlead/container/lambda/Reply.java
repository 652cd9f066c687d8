package dev.fairlead.container.lambda;

import dev.fairlead.container.lambda.events.Fault;

/// Whoever waits for what a function answers. All on one event loop; ends once, by `answered`,
/// `failed` or `ended`.
interface Reply {
    /// Nobody waits any more.
    boolean gone();

    /// The answer, whole.
    void answered(byte[] body);

    void failed(Fault fault);

    /// A streamed answer begins, of the content type `type`.
    void begins(String type);

    void content(byte[] bytes);

    /// The stream ended, well where the fault is empty.
    void ended();

    /// Whether more of the stream can be taken now.
    boolean writable();
}
