package dev.fairlead.server.identity;

import dev.fairlead.controlplane.control.users.Mail;
import dev.fairlead.identity.mail.MailRefused;
import dev.fairlead.identity.mail.SmtpMail;
import dev.fairlead.model.people.EmailAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Mail by SMTP, beside what the caller does: tried a few times, then given up with a line in the
/// log that says to whom, never what.
final class OutgoingMail implements Mail {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingMail.class);
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(60));
    private static final int MOST = 100;

    private final SmtpMail smtp;
    private final Semaphore places = new Semaphore(MOST);

    OutgoingMail(SmtpMail smtp) {
        this.smtp = smtp;
    }

    @Override
    public boolean reachesOwner() {
        return true;
    }

    @Override
    public void send(EmailAddress to, String subject, String text) {
        if (!places.tryAcquire()) {
            LOG.error("mail is not sent: too much of it waits already to={}", to);
            return;
        }
        Thread.ofVirtual()
                .name("mail")
                .start(() -> {
                    try {
                        deliver(to, subject, text);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        places.release();
                    }
                });
    }

    private void deliver(EmailAddress to, String subject, String text) throws InterruptedException {
        for (Duration pause : PAUSES) {
            try {
                smtp.send(to, subject, text);
                return;
            } catch (MailRefused e) {
                LOG.warn("mail is tried again in {} s to={}", pause.toSeconds(), to, e);
                TimeUnit.MILLISECONDS.sleep(pause.toMillis());
            }
        }
        try {
            smtp.send(to, subject, text);
        } catch (MailRefused e) {
            LOG.error("mail is given up to={}", to, e);
        }
    }
}
