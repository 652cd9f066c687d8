package dev.fairlead.identity.mail;

/// The mail server cannot be reached, or does not take the message.
public final class MailRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    MailRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
