package dev.fairlead.container.lambda;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/// The doors of all instances, and the threads that serve them, which are there once one is needed.
/// For any thread.
public final class Doors implements AutoCloseable {
    private static final int MOST_THREADS = 4;

    private @Nullable EventLoopGroup loops;
    private boolean closed;

    Door open(InetAddress gateway, Door.Owner owner, Runnable timedOut) throws IOException {
        return new Door(loops().next(), gateway, owner, timedOut);
    }

    private synchronized EventLoopGroup loops() throws IOException {
        if (closed) {
            throw new IOException("the server stops");
        }
        EventLoopGroup there = loops;
        if (there == null) {
            int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
            there =
                    new MultiThreadIoEventLoopGroup(
                            threads,
                            new DefaultThreadFactory("lambda-doors", true),
                            NioIoHandler.newFactory());
            loops = there;
        }
        return there;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
