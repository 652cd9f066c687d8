package dev.fairlead.dataplane.proxy;

import dev.fairlead.dataplane.inflight.Ending;
import dev.fairlead.dataplane.links.Link;
import dev.fairlead.dataplane.wire.Upgraded;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.net.NetSocket;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Locale;
import java.util.function.Consumer;

/// The bytes of a socket that a request became, both ways and untouched. Of a WebSocket it knows
/// where frames end, so that it can be closed in order.
final class Tunnel {
    private static final long GRACE_MILLIS = 1000;

    /// Close, "going away" (RFC 6455, section 7.4.1), as a server sends it.
    private static final byte[] TO_CLIENT = {(byte) 0x88, 2, 0x03, (byte) 0xe9};

    /// The same, masked with zeros, as a client sends it.
    private static final byte[] TO_TARGET = {
        (byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9
    };

    private final HttpServerRequest request;
    private final Link link;
    private final Consumer<Ending> over;
    private final boolean web;
    private final FrameScanner toClient = new FrameScanner();
    private final FrameScanner toTarget = new FrameScanner();
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>();
    private @Nullable NetSocket socket;
    private long received;
    private long sent;
    private long moved = System.nanoTime();
    private boolean cutting;
    private boolean closeToClient;
    private boolean closeToTarget;
    private boolean targetGone;
    private boolean ended;

    Tunnel(HttpServerRequest request, Link link, Consumer<Ending> over) {
        this.request = request;
        this.link = link;
        this.over = over;
        String protocol = String.valueOf(request.getHeader("upgrade"));
        this.web = protocol.toLowerCase(Locale.ROOT).equals("websocket");
    }

    /// Answers the client with 101 and what the response says.
    void open() {
        link.read(false);
        Upgraded.mayRest(request.connection());
        request.toNetSocket().onSuccess(this::opened).onFailure(_ -> end(Ending.CLIENT_GONE));
    }

    private void opened(NetSocket client) {
        socket = client;
        client.handler(this::fromClient);
        client.drainHandler(_ -> link.read(true));
        client.closeHandler(_ -> clientClosed());
        client.exceptionHandler(_ -> {});
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            toClient(client, bytes);
        }
        if (targetGone) {
            client.end();
        } else {
            link.read(!client.writeQueueFull());
        }
    }

    long received() {
        return received;
    }

    long sent() {
        return sent;
    }

    long moved() {
        return moved;
    }

    void fromTarget(ByteBuf bytes) {
        NetSocket client = socket;
        if (client == null) {
            early.add(bytes);
        } else {
            toClient(client, bytes);
        }
    }

    private void toClient(NetSocket client, ByteBuf bytes) {
        moved = System.nanoTime();
        if (closeToClient) {
            bytes.release();
            return;
        }
        ByteBuf part = bytes;
        if (cutting) {
            part = bytes.readSlice(toClient.takeFrame(bytes));
        } else if (web) {
            toClient.take(bytes);
        }
        sent += part.readableBytes();
        client.write(BufferInternal.buffer(part)).onComplete(_ -> bytes.release());
        if (cutting) {
            closeWhereBetween();
        } else if (client.writeQueueFull()) {
            link.read(false);
        }
    }

    private void fromClient(Buffer buffer) {
        moved = System.nanoTime();
        ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
        if (closeToTarget) {
            return;
        }
        if (cutting) {
            bytes = bytes.readSlice(toTarget.takeFrame(bytes));
        } else if (web) {
            toTarget.take(bytes);
        }
        received += bytes.readableBytes();
        link.sendBytes(bytes);
        if (cutting) {
            closeWhereBetween();
        } else if (!link.writable() && socket != null) {
            socket.pause();
        }
    }

    void targetTakes(boolean more) {
        if (more && socket != null) {
            socket.resume();
        }
    }

    void targetGone() {
        targetGone = true;
        if (socket != null) {
            socket.end();
        }
        end(cutting ? Ending.CUT : closed() ? Ending.ANSWERED : Ending.FAILED);
    }

    private void clientClosed() {
        end(cutting ? Ending.CUT : closed() ? Ending.ANSWERED : Ending.CLIENT_GONE);
    }

    /// Whether one of the two said that it would close, as far as that can be known.
    private boolean closed() {
        return !web || toClient.closing() || toTarget.closing();
    }

    /// Its time is over: both ends are told where they can be, and have a moment to close.
    void cut() {
        if (cutting) {
            return;
        }
        if (!web || socket == null) {
            close(Ending.CUT);
            return;
        }
        cutting = true;
        link.read(true);
        socket.resume();
        closeWhereBetween();
        Later.run(GRACE_MILLIS, () -> close(Ending.CUT));
    }

    private void closeWhereBetween() {
        if (!closeToClient && toClient.between() && socket != null) {
            closeToClient = true;
            socket.write(Buffer.buffer(TO_CLIENT));
        }
        if (!closeToTarget && toTarget.between()) {
            closeToTarget = true;
            link.sendBytes(Unpooled.wrappedBuffer(TO_TARGET));
        }
    }

    void close(Ending how) {
        if (socket != null) {
            socket.close();
        }
        end(how);
    }

    private void end(Ending how) {
        if (ended) {
            return;
        }
        ended = true;
        early.forEach(ByteBuf::release);
        early.clear();
        over.accept(how);
    }
}
