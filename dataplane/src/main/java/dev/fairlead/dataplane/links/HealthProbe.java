package dev.fairlead.dataplane.links;

import dev.fairlead.dataplane.upstream.LiveTarget;
import dev.fairlead.dataplane.versions.UpstreamSpec.Check;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

/// Asks one target again and again whether it is well.
public final class HealthProbe implements Answers, TargetPool.Wish {
    private final LiveTarget target;
    private final Check check;
    private final TargetPool pool;
    private @Nullable Link link;
    private boolean asking;
    private long asked;
    private int status;

    public HealthProbe(LiveTarget target, Check check, TargetPool pool) {
        this.target = target;
        this.check = check;
        this.pool = pool;
        this.asked = System.nanoTime() - check.interval().toNanos();
    }

    public void tick(long now) {
        long since = now - asked;
        if (asking && since >= check.timeout().toNanos()) {
            over(false);
        } else if (!asking && since >= check.interval().toNanos()) {
            asked = now;
            asking = true;
            pool.link(false, true, this);
        }
    }

    @Override
    public void linked(Link to) {
        if (!asking) {
            to.close();
            return;
        }
        link = to;
        to.carry(this);
        var request =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1, HttpMethod.GET, check.path(), Unpooled.EMPTY_BUFFER);
        request.headers()
                .set("host", target.target().authority())
                .set("user-agent", "fairlead-health")
                .set("connection", "close");
        to.send(request);
    }

    @Override
    public void failed(Throwable why) {
        over(false);
    }

    @Override
    public void informational(HttpResponse head) {
        // What follows counts.
    }

    @Override
    public void head(HttpResponse head) {
        status = head.status().code();
    }

    @Override
    public void content(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void caughtUp() {
        // Nothing is passed on.
    }

    @Override
    public void writable(boolean more) {
        // Nothing more is sent.
    }

    @Override
    public void ended(HttpHeaders trailers) {
        over(status >= 200 && status < 400);
    }

    @Override
    public void broken(Throwable why) {
        link = null;
        over(false);
    }

    private void over(boolean good) {
        if (!asking) {
            return;
        }
        asking = false;
        Link open = link;
        link = null;
        if (open != null) {
            open.close();
        }
        target.checked(good, check);
    }
}
