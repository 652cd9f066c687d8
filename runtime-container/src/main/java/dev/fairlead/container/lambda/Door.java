package dev.fairlead.container.lambda;

import dev.fairlead.container.instances.Contact;
import dev.fairlead.container.lambda.RuntimeConnection.Sizes;
import dev.fairlead.container.lambda.events.Fault;
import dev.fairlead.dataplane.versions.UpstreamSpec.Target;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// The way to one instance: its runtime asks at one side, which only it may, and the data plane at
/// the other.
// Closing is not waited for.
@SuppressWarnings("FutureReturnValueIgnored")
final class Door implements Contact {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    private static final int MOST_CONNECTIONS = 32;
    private static final int LONGEST_LINE = 64 << 10;
    private static final int LONGEST_HEAD = 128 << 10;

    private final EventLoop loop;
    private final Desk desk;
    private final Owner owner;
    private final Set<SocketChannel> strangers = new HashSet<>();
    private final Set<Channel> open = new HashSet<>();
    private final Channel runtime;
    private final Channel front;
    private Optional<InetAddress> instance = Optional.empty();
    private volatile String address = "";

    /// Whose instance it is: its name, what Lambda would call it, and how long an event may take.
    /// An event and an answer have at most `whole` bytes, a streamed answer `streamed`.
    record Owner(String name, String arn, Duration timeout, int whole, long streamed) {}

    /// Listens at `gateway` for the runtime. `timedOut` is told, on the event loop, when the
    /// instance has to end.
    Door(EventLoop loop, InetAddress gateway, Owner owner, Runnable timedOut) throws IOException {
        this.loop = loop;
        this.owner = owner;
        this.desk = new Desk(loop, owner.name(), owner.timeout(), timedOut);
        this.runtime = listen(gateway, this::runtimeCame);
        try {
            this.front = listen(InetAddress.getLoopbackAddress(), this::dataPlaneCame);
        } catch (IOException e) {
            runtime.close();
            throw e;
        }
    }

    private Channel listen(InetAddress where, Consumer<SocketChannel> came) throws IOException {
        ChannelHandler children =
                new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel one) {
                        came.accept(one);
                    }
                };
        var bound =
                new ServerBootstrap()
                        .group(loop, loop)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(children)
                        .bind(where, 0)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "no port could be had at " + where.getHostAddress(), bound.cause());
        }
        return bound.channel();
    }

    private boolean counted(SocketChannel one) {
        if (open.size() >= MOST_CONNECTIONS) {
            one.close();
            return false;
        }
        open.add(one);
        one.closeFuture()
                .addListener(_ -> {
                    open.remove(one);
                    strangers.remove(one);
                });
        return true;
    }

    private void runtimeCame(SocketChannel one) {
        if (!counted(one)) {
            return;
        }
        if (instance.isEmpty()) {
            // Nothing is read before it is known whose it is.
            one.config().setAutoRead(false);
            strangers.add(one);
        } else if (!allowed(one)) {
            return;
        }
        var sizes = new Sizes(owner.whole(), owner.streamed());
        serve(one, new RuntimeConnection(one, desk, sizes, owner.arn()));
    }

    private boolean allowed(SocketChannel one) {
        InetSocketAddress from = one.remoteAddress();
        if (from != null && instance.filter(from.getAddress()::equals).isPresent()) {
            return true;
        }
        LOG.warn("a stranger came to an instance's door app={} from={}", owner.name(), from);
        one.close();
        return false;
    }

    private void dataPlaneCame(SocketChannel one) {
        if (counted(one)) {
            serve(one, new FrontConnection(one, desk, owner.whole()));
        }
    }

    private static void serve(SocketChannel one, ChannelHandler handler) {
        one.config().setTcpNoDelay(true);
        var decoding =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_LINE)
                        .setMaxHeaderSize(LONGEST_HEAD);
        one.pipeline().addLast(new HttpServerCodec(decoding), handler);
    }

    /// As `AWS_LAMBDA_RUNTIME_API` names it.
    String runtimeApi() {
        var at = (InetSocketAddress) runtime.localAddress();
        return at.getAddress().getHostAddress() + ":" + at.getPort();
    }

    /// From now on the instance is known, and may ask.
    Door of(String from) {
        address = from;
        loop.execute(() -> {
            try {
                instance = Optional.of(InetAddress.ofLiteral(from));
            } catch (IllegalArgumentException e) {
                LOG.warn("an instance has no address app={} address={}", owner.name(), from);
            }
            var waiting = Set.copyOf(strangers);
            strangers.clear();
            for (SocketChannel one : waiting) {
                if (allowed(one)) {
                    one.config().setAutoRead(true);
                }
            }
        });
        return this;
    }

    @Override
    public boolean good(Duration patience) {
        return desk.good();
    }

    @Override
    public Target target() {
        var at = (InetSocketAddress) front.localAddress();
        return Target.http("127.0.0.1", at.getPort());
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String missed(Duration time) {
        return "Its Lambda runtime did not ask for an event within " + time.toSeconds() + " s.";
    }

    @Override
    public Optional<String> failed() {
        return desk.fault().map(Fault::detail).map(why -> "It could not begin: " + why);
    }

    @Override
    public void close() {
        try {
            loop.execute(this::end);
        } catch (RejectedExecutionException e) {
            LOG.debug("its channels ended with their loop app={}", owner.name(), e);
        }
    }

    private void end() {
        runtime.close();
        front.close();
        desk.end();
        // What was answered just now is still sent.
        loop.execute(() -> Set.copyOf(open).forEach(Channel::close));
    }
}
