package dev.fairlead.controlplane.control.audit;

import dev.fairlead.controlplane.store.audit.AuditEvent;
import dev.fairlead.controlplane.store.audit.AuditStream;
import dev.fairlead.identity.outbound.Answer;
import dev.fairlead.identity.outbound.Ask;
import dev.fairlead.identity.outbound.Outbound;
import dev.fairlead.identity.outbound.OutboundFailed;
import dev.fairlead.identity.outbound.WebhookSignature;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Takes messages to a receiver: as a webhook (JSON lines, signed as Standard Webhooks are) or by
/// syslog (RFC 5424 with the frames of RFC 6587 over TCP, RFC 5425 over TLS).
public final class AuditDelivery {
    /// "log audit", informational or, for what was refused, warning (RFC 5424, section 6.2.1).
    private static final int INFORMATIONAL = 13 * 8 + 6;

    private static final int WARNING = 13 * 8 + 4;
    private static final String PLAIN = "syslog+tcp";
    private static final String SECURE = "syslog+tls";
    private static final int SYSLOG_PORT = 601;
    private static final int SYSLOG_TLS_PORT = 6514;
    private static final Duration LAST_WORD = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(AuditDelivery.class);

    private final Outbound outbound;
    private final Clock clock;

    public AuditDelivery(Outbound outbound, Clock clock) {
        this.outbound = outbound;
        this.clock = clock;
    }

    /// One line of JSON, and what syslog says of it besides.
    record Message(String line, Instant at, boolean warning) {
        static Message of(AuditEvent event, String line) {
            return new Message(line, event.at(), event.action().equals("refused"));
        }
    }

    /// Whether a stream may have this address, as far as its form tells.
    boolean allowsForm(AuditStream.Kind kind, URI address) {
        return switch (kind) {
            case WEBHOOK -> outbound.rules().allowsForm(address);
            case SYSLOG ->
                    List.of(PLAIN, SECURE).contains(scheme(address))
                            && address.getHost() != null
                            && address.getRawUserInfo() == null
                            && address.getRawPath().isEmpty()
                            && address.getRawQuery() == null;
        };
    }

    private static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }

    /// Returns when the receiver took them. Throws `IOException` with a reason that may be shown.
    void send(AuditStream stream, Optional<String> secret, String id, List<Message> messages)
            throws IOException {
        var address = URI.create(stream.address());
        try {
            switch (stream.kind()) {
                case WEBHOOK -> post(address, secret.orElse(""), id, messages);
                case SYSLOG -> write(address, messages);
            }
        } catch (OutboundFailed e) {
            throw new IOException(shown(e), e);
        }
    }

    /// Without what our resolver and our network say of the address.
    private static String shown(OutboundFailed failed) {
        return switch (failed.why()) {
            case ADDRESS_REFUSED -> "this address is not allowed";
            case UNREACHABLE -> "the receiver does not answer";
            case TOO_LARGE, MALFORMED -> "the receiver's answer cannot be read";
        };
    }

    private void post(URI address, String secret, String id, List<Message> messages)
            throws IOException {
        String body = String.join("", messages.stream().map(Message::line).toList());
        var headers =
                new HashMap<>(
                        WebhookSignature.headers(
                                secret, id, clock.instant().getEpochSecond(), body));
        headers.put("Content-Type", "application/x-ndjson");
        Answer answer = outbound.send(new Ask(address, headers, body));
        if (answer.status() < 200 || answer.status() > 299) {
            throw new IOException("the receiver answered " + answer.status());
        }
    }

    /// Syslog has no receipts: that the receiver read to our end of the connection and closed its
    /// own without an error is all there is.
    private void write(URI address, List<Message> messages) throws IOException {
        boolean plain = scheme(address).equals(PLAIN);
        int standard = plain ? SYSLOG_PORT : SYSLOG_TLS_PORT;
        int port = address.getPort() < 0 ? standard : address.getPort();
        try (Socket socket = outbound.open(address.getHost(), port, plain)) {
            OutputStream out = socket.getOutputStream();
            for (Message message : messages) {
                byte[] text = syslog(message).getBytes(StandardCharsets.UTF_8);
                out.write((text.length + " ").getBytes(StandardCharsets.US_ASCII));
                out.write(text);
            }
            out.flush();
            socket.shutdownOutput();
            awaitEnd(socket.getInputStream());
        } catch (OutboundFailed e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("the connection broke", e);
        }
    }

    /// A receiver that keeps its side open took them, too.
    private static void awaitEnd(InputStream in) throws IOException {
        long end = System.nanoTime() + LAST_WORD.toNanos();
        byte[] ignored = new byte[1024];
        try {
            while (in.read(ignored) >= 0) {
                if (System.nanoTime() > end) {
                    return;
                }
            }
        } catch (SocketTimeoutException e) {
            LOG.debug("a syslog receiver keeps its connection open", e);
        }
    }

    private static String syslog(Message message) {
        int priority = message.warning() ? WARNING : INFORMATIONAL;
        Instant at = message.at().truncatedTo(ChronoUnit.MICROS);
        return "<%d>1 %s - fairlead - audit - %s"
                .formatted(priority, at, message.line().stripTrailing());
    }
}
