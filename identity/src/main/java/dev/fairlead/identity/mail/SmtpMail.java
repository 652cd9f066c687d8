package dev.fairlead.identity.mail;

import dev.fairlead.identity.mail.SmtpSettings.Security;
import dev.fairlead.model.people.EmailAddress;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;

/// Hands a message to a mail server.
public final class SmtpMail {
    private static final String PATIENCE_MILLIS = "10000";

    private final SmtpSettings settings;
    private final Session session;
    private final Clock clock;

    public SmtpMail(SmtpSettings settings, Clock clock) {
        this.clock = clock;
        this.settings = settings;
        this.session = Session.getInstance(properties(settings));
    }

    private static Properties properties(SmtpSettings settings) {
        var properties = new Properties();
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
        properties.setProperty("mail.smtp.timeout", PATIENCE_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", PATIENCE_MILLIS);
        properties.setProperty("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        boolean starttls = settings.security() == Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(starttls));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(starttls));
        boolean tls = settings.security() == Security.TLS;
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(tls));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    /// Blocks until the server has taken it; throws `MailRefused` when it does not.
    public void send(EmailAddress to, String subject, String text) {
        try {
            var message = new MimeMessage(session);
            message.setFrom(new InternetAddress(settings.from().text()));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(to.text()));
            // A name that somebody chose must not begin another header.
            message.setSubject(subject.replaceAll("\\p{Cntrl}", " "), "UTF-8");
            message.setText(text, "UTF-8");
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setHeader(
                    "Date",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            clock.instant().atOffset(ZoneOffset.UTC)));
            message.saveChanges();
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect(
                        settings.host(),
                        settings.port(),
                        settings.user().orElse(null),
                        settings.password().orElse(null));
                transport.sendMessage(message, message.getAllRecipients());
            }
        } catch (MessagingException e) {
            throw new MailRefused("cannot send by " + settings.host() + ":" + settings.port(), e);
        }
    }
}
