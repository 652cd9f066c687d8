package dev.fairlead.identity.outbound;

import dev.fairlead.identity.outbound.OutboundFailed.Why;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// A small HTTP/1.1 client of one request per connection, without redirects. It connects to the
/// very address that was checked, which a client that resolves names by itself does not promise.
public final class Outbound {
    private static final int MOST_ADDRESSES = 3;

    private final OutboundRules rules;
    private final SSLSocketFactory tls;
    private final Bounds bounds;

    /// How long an answer may take, from the first byte of the connection to the last of the
    /// answer, and how large it may be.
    public record Bounds(Duration time, int bytes) {
        public static final Bounds STANDARD = new Bounds(Duration.ofSeconds(10), 512 << 10);
    }

    public Outbound(OutboundRules rules, SSLSocketFactory tls, Bounds bounds) {
        this.rules = rules;
        this.tls = tls;
        this.bounds = bounds;
    }

    public OutboundRules rules() {
        return rules;
    }

    public Answer send(Ask ask) throws OutboundFailed {
        var deadline = new Deadline(bounds.time());
        try (Socket socket = connect(ask.address(), deadline)) {
            socket.getOutputStream().write(request(ask));
            socket.getOutputStream().flush();
            return new AnswerReader(deadline.guard(socket), bounds.bytes()).read();
        } catch (OutboundFailed e) {
            throw e;
        } catch (IOException e) {
            throw new OutboundFailed(Why.UNREACHABLE, "no answer of " + ask.address(), e);
        }
    }

    /// A connection for another protocol than HTTP, with TLS unless it is `plain`. No read waits
    /// for longer than an answer may take.
    public Socket open(String host, int port, boolean plain) throws OutboundFailed {
        var deadline = new Deadline(bounds.time());
        String name = bare(host);
        try {
            Socket socket = reach(allowed(name, one -> rules.allows(one, plain)), port, deadline);
            try {
                Socket ready = plain ? socket : secured(socket, name, port, deadline);
                ready.setSoTimeout((int) bounds.time().toMillis());
                return ready;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        } catch (OutboundFailed e) {
            throw e;
        } catch (IOException e) {
            throw new OutboundFailed(Why.UNREACHABLE, "no answer of " + name + ":" + port, e);
        }
    }

    private Socket connect(URI address, Deadline deadline) throws IOException {
        if (!rules.allowsForm(address)) {
            throw new OutboundFailed(Why.ADDRESS_REFUSED, "not an allowed address: " + address);
        }
        String host = bare(address.getHost());
        boolean secure = OutboundRules.scheme(address).equals("https");
        int port = address.getPort() >= 0 ? address.getPort() : secure ? 443 : 80;
        Socket plain = reach(allowed(host, one -> rules.allows(address, one)), port, deadline);
        try {
            plain.setTcpNoDelay(true);
            return secure ? secured(plain, host, port, deadline) : plain;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static List<InetAddress> allowed(String host, Predicate<InetAddress> rule)
            throws IOException {
        InetAddress[] all;
        try {
            all = InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new OutboundFailed(Why.UNREACHABLE, "no address of " + host, e);
        }
        List<InetAddress> allowed = Arrays.stream(all).filter(rule).limit(MOST_ADDRESSES).toList();
        if (allowed.isEmpty()) {
            throw new OutboundFailed(
                    Why.ADDRESS_REFUSED, host + " is " + all[0].getHostAddress() + ", not allowed");
        }
        return allowed;
    }

    private static Socket reach(List<InetAddress> addresses, int port, Deadline deadline)
            throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(address, port), deadline.leftMillis());
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private Socket secured(Socket plain, String host, int port, Deadline deadline)
            throws IOException {
        plain.setSoTimeout(deadline.leftMillis());
        var secure = (SSLSocket) tls.createSocket(plain, host, port, true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static byte[] request(Ask ask) throws OutboundFailed {
        URI address = URI.create(ask.address().toASCIIString());
        String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        byte[] body = ask.body().getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder();
        head.append(ask.method()).append(' ').append(path).append(query).append(" HTTP/1.1\r\n");
        line(head, "Host", address.getRawAuthority());
        line(head, "Connection", "close");
        line(head, "Accept-Encoding", "identity");
        line(head, "User-Agent", "Fairlead");
        for (Map.Entry<String, String> header : ask.headers().entrySet()) {
            line(head, header.getKey(), header.getValue());
        }
        if (body.length > 0) {
            line(head, "Content-Length", String.valueOf(body.length));
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    private static void line(StringBuilder head, String name, String value) throws OutboundFailed {
        String line = name + ": " + value;
        if (line.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new OutboundFailed(Why.MALFORMED, "a header that is not plain: " + name);
        }
        head.append(line).append("\r\n");
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
