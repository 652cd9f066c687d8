package dev.fairlead.controlplane.control.sessions;

import dev.fairlead.controlplane.store.sessions.FailureStore;
import dev.fairlead.dataplane.clients.IpAddress;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.functions.ContentHash;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// How often somebody may fail: per account, so that one password is not guessed from many places,
/// and per address (IPv6: per network), so that one place does not guess at many accounts.
public final class Tries {
    static final int PER_ACCOUNT = 10;
    static final int PER_ADDRESS = 100;
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final FailureStore store;

    public Tries(FailureStore store) {
        this.store = store;
    }

    /// Counts a try; throws `Rejected` with how long to wait when it is one too many.
    public void count(String what, String account, String address) {
        limit(subject(what, account), PER_ACCOUNT);
        address(what, address);
    }

    /// Counts a try of something that names no account.
    public void address(String what, String address) {
        String network = IpAddress.parse(address).map(a -> a.network().text()).orElse(address);
        limit(subject(what + "-from", network), PER_ADDRESS);
    }

    private void limit(String subject, int most) {
        store.count(subject, most, WINDOW)
                .ifPresent(wait -> {
                    throw new Rejected(
                            ErrorCode.TOO_MANY_TRIES,
                            "try again in " + Math.max(1, wait.toSeconds()) + " s",
                            Duration.ofSeconds(Math.max(1, wait.toSeconds())));
                });
    }

    /// It succeeded: the account starts anew.
    public void succeeded(String what, String account) {
        store.forgive(subject(what, account));
    }

    /// Addresses of people are not kept for this.
    private static String subject(String what, String who) {
        return what + ":" + ContentHash.of(who.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
