package dev.fairlead.dataplane.links;

import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.UpstreamSpec.Scheme;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The connections of one event loop to one target. Those of HTTP/1.1 rest between requests; those
/// of HTTP/2 carry as many as the target allows.
// What fails is heard of by the pipeline's last handler, not by each future.
@SuppressWarnings("FutureReturnValueIgnored")
public final class TargetPool {
    private static final int MOST_RESTING = 256;
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(55);

    private final LiveTarget target;
    private final Dialer dialer;
    private final ArrayDeque<Link> resting = new ArrayDeque<>();
    private final List<Shared> shared = new ArrayList<>();
    private final ArrayDeque<Wish> waiting = new ArrayDeque<>();
    private boolean dialing;
    private boolean two;

    public TargetPool(LiveTarget target, Loop loop) {
        this.target = target;
        this.dialer = new Dialer(target, loop, this);
        this.two = target.target().scheme() == Scheme.H2C;
    }

    /// Somebody who needs a link, or hears why there is none. Either, once.
    public interface Wish {
        void linked(Link link);

        void failed(Throwable why);
    }

    /// A connection of HTTP/2.
    static final class Shared {
        private final Channel channel;
        private int carrying;
        private int most = 100;

        Shared(Channel channel) {
            this.channel = channel;
        }

        void most(long streams) {
            most = (int) Math.min(streams, 1 << 20);
        }
    }

    /// `one` asks for HTTP/1.1, which alone becomes a socket.
    public void link(boolean one, boolean fresh, Wish wish) {
        if (one && target.target().scheme() == Scheme.HTTPS) {
            dialer.dial(false, dialed(wish, wish::failed));
            return;
        }
        if (two) {
            stream(wish);
            return;
        }
        Link rested = fresh ? null : takeRested();
        if (rested != null) {
            wish.linked(rested);
        } else {
            boolean offersTwo = target.target().scheme() == Scheme.HTTPS;
            dialer.dial(offersTwo, dialed(wish, wish::failed));
        }
    }

    private @Nullable Link takeRested() {
        for (Link link = resting.pollLast(); link != null; link = resting.pollLast()) {
            if (link.channel().isActive()) {
                return link;
            }
        }
        return null;
    }

    private Dialer.Heard dialed(Wish wish, Consumer<Throwable> failed) {
        return new Dialer.Heard() {
            @Override
            public void one(Link link) {
                wish.linked(link);
            }

            @Override
            public void two(Shared connection) {
                two = true;
                shared.add(connection);
                open(connection, wish);
            }

            @Override
            public void failed(Throwable why) {
                failed.accept(why);
            }
        };
    }

    private void stream(Wish wish) {
        for (Shared one : shared) {
            if (one.carrying < one.most && one.channel.isActive()) {
                open(one, wish);
                return;
            }
        }
        waiting.add(wish);
        if (!dialing) {
            dialing = true;
            dialShared();
        }
    }

    private void dialShared() {
        dialer.dial(
                true,
                new Dialer.Heard() {
                    @Override
                    public void one(Link link) {
                        // By TLS it chose HTTP/2 before, and does not any more.
                        two = false;
                        dialing = false;
                        Wish first = waiting.poll();
                        if (first != null) {
                            first.linked(link);
                        }
                        drain(wish -> TargetPool.this.link(false, true, wish));
                    }

                    @Override
                    public void two(Shared connection) {
                        dialing = false;
                        shared.add(connection);
                        drain(TargetPool.this::stream);
                    }

                    @Override
                    public void failed(Throwable why) {
                        dialing = false;
                        drain(wish -> wish.failed(why));
                    }
                });
    }

    private void drain(Consumer<Wish> each) {
        var all = new ArrayDeque<>(waiting);
        waiting.clear();
        all.forEach(each);
    }

    private void open(Shared connection, Wish wish) {
        connection.carrying++;
        var opening =
                new Http2StreamChannelBootstrap(connection.channel)
                        .handler(dialer.streams(connection))
                        .open();
        opening.addListener(done -> {
            if (done.isSuccess()) {
                Channel stream = opening.getNow();
                wish.linked(stream.pipeline().get(Link.class));
            } else {
                connection.carrying--;
                wish.failed(new IOException("no stream could be opened", done.cause()));
            }
        });
    }

    /// It can carry the next request.
    void giveBack(Link link) {
        if (resting.size() >= MOST_RESTING || target.gone()) {
            link.channel().close();
        } else {
            link.rests();
            resting.addLast(link);
        }
    }

    /// A connection was closed.
    void gone(Link link) {
        if (!link.isStream()) {
            resting.remove(link);
        }
    }

    void streamEnded(Shared connection) {
        connection.carrying--;
        if (connection.carrying == 0 && target.gone()) {
            connection.channel.close();
        }
    }

    void gone(Shared connection) {
        shared.remove(connection);
    }

    /// Closes what rested for long, or all that carries nothing where nobody needs the target any
    /// more. True when nothing is left then.
    public boolean sweep(long now) {
        boolean closed = target.gone();
        while (!resting.isEmpty() && (closed || resting.peekFirst().restedFor(now) > REST_NANOS)) {
            resting.removeFirst().channel().close();
        }
        if (closed) {
            new ArrayList<>(shared)
                    .stream().filter(one -> one.carrying == 0).forEach(one -> one.channel.close());
        }
        return closed && shared.isEmpty() && waiting.isEmpty();
    }
}
