package dev.fairlead.server.identity;

import dev.fairlead.controlplane.control.users.Mail;
import dev.fairlead.model.people.EmailAddress;

import java.io.PrintStream;

/// Where no mail server is set: shows the operator, at the terminal that the server was started
/// from, what would be sent, for them to pass on.
final class OperatorMail implements Mail {
    private final PrintStream terminal;

    OperatorMail(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public boolean reachesOwner() {
        return false;
    }

    @Override
    public void send(EmailAddress to, String subject, String text) {
        terminal.println(
                "no mail server is set (FAIRLEAD_SMTP_URL); pass this on to "
                        + to
                        + ": "
                        + subject
                        + "\n  "
                        + text.strip().replace("\n", "\n  "));
    }
}
