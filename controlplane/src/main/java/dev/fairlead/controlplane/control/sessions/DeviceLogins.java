package dev.fairlead.controlplane.control.sessions;

import dev.fairlead.controlplane.control.access.SecretText;
import dev.fairlead.controlplane.store.sessions.DeviceLoginStore;
import dev.fairlead.controlplane.store.sessions.DeviceLoginStore.DeviceLogin;
import dev.fairlead.controlplane.store.sessions.DeviceLoginStore.Poll;
import dev.fairlead.identity.external.ProviderId;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.SessionId;
import dev.fairlead.model.ids.UserId;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Signs a command line in by way of a browser that is signed in, on whatever machine (RFC 8628).
public final class DeviceLogins {
    /// How often the command line may ask.
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    public static final Duration LIFE = Duration.ofMinutes(10);

    /// Twenty letters that are hard to confuse and make no words: 8 of them are 34 bits, which with
    /// limited tries nobody finds in ten minutes (RFC 8628, section 6.1).
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final int CODE_LETTERS = 8;
    private static final String TRIES = "device-login";

    private final DeviceLoginStore store;
    private final Sessions sessions;
    private final Tries tries;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public DeviceLogins(DeviceLoginStore store, Sessions sessions, Tries tries, Clock clock) {
        this.store = store;
        this.sessions = sessions;
        this.tries = tries;
        this.clock = clock;
    }

    /// What the command line shows, and what it asks with.
    public record Begun(SecretText deviceCode, String userCode) {}

    public Begun begin(Client client) {
        tries.address(TRIES + "-begin", client.address());
        SecretText device = SecretText.generate(SecretText.Kind.DEVICE);
        String user = userCode();
        store.create(
                device.hash(), user, client.address(), client.agent(), clock.instant().plus(LIFE));
        return new Begun(device, user.substring(0, 4) + "-" + user.substring(4));
    }

    private String userCode() {
        var code = new StringBuilder();
        for (int i = 0; i < CODE_LETTERS; i++) {
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    private static String normal(String userCode) {
        return userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
    }

    /// What waits under a code that somebody typed.
    public DeviceLogin waiting(String userCode, UserId user, String address) {
        tries.count(TRIES, user.toString(), address);
        DeviceLogin login = store.waiting(normal(userCode)).orElseThrow(DeviceLogins::missing);
        tries.succeeded(TRIES, user.toString());
        return login;
    }

    private static Rejected missing() {
        return new Rejected(
                ErrorCode.DEVICE_LOGIN_NOT_FOUND,
                "check the code; it may have expired, or somebody decided already");
    }

    /// Lets the command line act as `user`, or tells it no.
    public void decide(
            String userCode,
            UserId user,
            Optional<SessionId> session,
            boolean approved,
            String address) {
        tries.count(TRIES, user.toString(), address);
        if (!store.decide(normal(userCode), Optional.of(user).filter(_ -> approved), session)) {
            throw missing();
        }
        tries.succeeded(TRIES, user.toString());
    }

    /// The tokens, once somebody approved.
    public Sessions.TokenPair poll(String deviceCode) {
        Poll poll =
                SecretText.parse(deviceCode)
                        .filter(secret -> secret.kind() == SecretText.Kind.DEVICE)
                        .map(secret -> store.poll(secret.hash(), INTERVAL))
                        .orElseGet(Poll.Unknown::new);
        return switch (poll) {
            case Poll.Approved(UserId user, DeviceLogin login, Optional<ProviderId> provider) ->
                    sessions.tokens(user, new Client(login.address(), login.agent()), provider);
            case Poll.Pending _ ->
                    throw new Rejected(
                            ErrorCode.AUTHORIZATION_PENDING, "ask again in a moment", INTERVAL);
            case Poll.TooSoon _ ->
                    throw new Rejected(
                            ErrorCode.SLOW_DOWN,
                            "wait " + INTERVAL.toSeconds() + " s between questions",
                            INTERVAL);
            case Poll.Denied _ ->
                    throw new Rejected(ErrorCode.DEVICE_LOGIN_DENIED, "somebody said no");
            case Poll.Unknown _ -> throw missing();
        };
    }
}
