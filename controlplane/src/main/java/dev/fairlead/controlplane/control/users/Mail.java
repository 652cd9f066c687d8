package dev.fairlead.controlplane.control.users;

import dev.fairlead.model.people.EmailAddress;

/// How the installation writes to people.
public interface Mail {
    /// Whether it goes to the owner of the address, and to nobody else: then whoever comes with
    /// what it says has proven that the address is theirs.
    boolean reachesOwner();

    /// Does not wait until it arrives.
    void send(EmailAddress to, String subject, String text);
}
