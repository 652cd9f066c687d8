package dev.fairlead.identity.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;

import dev.fairlead.model.people.EmailAddress;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;

@Timeout(60)
class SmtpMailTest {
    private static final EmailAddress FROM = new EmailAddress("fairlead@example.org");
    private static final EmailAddress TO = new EmailAddress("ada@example.org");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-01-31T10:00:00Z"), ZoneOffset.UTC);

    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    SmtpMailTest() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private SmtpMail by(String url) {
        String with = url.replace("PORT", Integer.toString(server.getSmtp().getPort()));
        return new SmtpMail(SmtpSettings.parse(with, FROM), CLOCK);
    }

    private List<String> headers(MimeMessage message) throws MessagingException {
        return Collections.list(message.getAllHeaders()).stream().map(Header::getName).toList();
    }

    @Test
    void a_message_arrives_as_it_was_written() throws MessagingException {
        // When
        by("smtp+plain://127.0.0.1:PORT").send(TO, "Grüße", "Open this:\n\nhttp://localhost/ü\n");
        // Then
        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("Grüße");
        assertThat(message.getFrom()[0]).hasToString("fairlead@example.org");
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getSentDate()).isEqualTo(CLOCK.instant());
        assertThat(GreenMailUtil.getBody(message)).contains("Open this:");
        assertThat(headers(message)).contains("Auto-Submitted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello\r\nBcc: eve@example.org",
                "Hello\nBcc: eve@example.org",
                "Hello\rBcc: eve@example.org",
                "Hello\r\n\r\nBcc: eve@example.org",
                "Hello\u0085Bcc: eve@example.org"
            })
    void a_subject_begins_no_other_header(String subject) throws MessagingException {
        // When
        by("smtp+plain://127.0.0.1:PORT").send(TO, subject, "text");
        // Then
        assertThat(server.getReceivedMessages()).hasSize(1);
        MimeMessage message = server.getReceivedMessages()[0];
        assertThat(headers(message)).doesNotContain("Bcc");
        assertThat(message.getSubject()).startsWith("Hello").contains("Bcc: eve@example.org");
        assertThat(GreenMailUtil.getBody(message)).isEqualTo("text");
    }

    @Test
    void nothing_is_sent_in_the_open_where_starttls_is_asked_for() {
        // When
        SmtpMail mail = by("smtp://user:secret@127.0.0.1:PORT");
        // Then
        assertThatThrownBy(() -> mail.send(TO, "Hello", "text"))
                .isInstanceOf(MailRefused.class)
                .rootCause()
                .hasMessageContaining("STARTTLS");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_server_that_wants_a_login_gets_it_and_refuses_a_wrong_one() {
        // Given
        server.setUser("fairlead@example.org", "postman", "right");
        server.getManagers().getUserManager().setAuthRequired(true);
        // When
        by("smtp+plain://postman:right@127.0.0.1:PORT").send(TO, "Hello", "text");
        SmtpMail wrong = by("smtp+plain://postman:wrong@127.0.0.1:PORT");
        // Then
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThatThrownBy(() -> wrong.send(TO, "Hello", "text"))
                .isInstanceOf(MailRefused.class)
                .hasMessageNotContaining("wrong");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_server_that_cannot_be_reached_is_named() throws IOException {
        // Given
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        SmtpMail mail = by("smtp+plain://127.0.0.1:" + port);
        // Then
        assertThatThrownBy(() -> mail.send(TO, "Hello", "text"))
                .isInstanceOf(MailRefused.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host", "smtp:host", "host:25", "smtp://us er:secret@host"})
    void a_url_of_another_kind_is_refused_without_its_password(String url) {
        assertThatThrownBy(() -> SmtpSettings.parse(url, FROM))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("smtp+plain://")
                .hasMessageNotContaining("secret");
    }
}
