package dev.fairlead.cli.client;

import dev.fairlead.cli.output.CommandFailed;
import dev.fairlead.cli.output.ExitCode;
import dev.fairlead.model.wire.TokensResponse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What requests are signed with. A token that ends is renewed by one command at a time, because
/// the server takes a refresh token that comes twice for a stolen one and signs its owner out.
final class Bearer {
    private static final Duration EARLY = Duration.ofSeconds(5);

    /// A lock of a file holds between processes, not within one.
    private static final Object WITHIN = new Object();

    private final Access access;
    private String token;
    private Optional<Instant> ends = Optional.empty();

    Bearer(Access access) {
        this.access = access;
        this.token = access.token();
        access.renewable().flatMap(KeptAccess::read).ifPresent(this::take);
    }

    private void take(KeptAccess kept) {
        token = kept.token();
        ends = kept.renewal().map(KeptAccess.Renewal::ends);
    }

    /// Empty for nobody.
    synchronized String text() {
        if (ends.filter(end -> Instant.now().isAfter(end.minus(EARLY))).isPresent()) {
            renew(token);
        }
        return token;
    }

    /// After the server refused `refused`: whether there is another to try with.
    synchronized boolean renewed(String refused) {
        return access.renewable().isPresent() && renew(refused);
    }

    private boolean renew(String before) {
        Path file = access.renewable().orElseThrow();
        Path lock = file.resolveSibling("access.lock");
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        synchronized (WITHIN) {
            try (var channel =
                            FileChannel.open(
                                    lock,
                                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                    owner);
                    var _ = channel.lock()) {
                KeptAccess kept =
                        KeptAccess.read(file)
                                .orElseThrow(() -> signedOut("this command line logged out"));
                if (kept.token().equals(before)) {
                    kept = next(kept);
                    kept.write(file);
                }
                take(kept);
                return true;
            } catch (IOException e) {
                throw new CommandFailed(ExitCode.FAILED, "cannot lock " + lock + ": " + e);
            }
        }
    }

    private KeptAccess next(KeptAccess kept) {
        String refresh =
                kept.renewal()
                        .orElseThrow(() -> signedOut("the key in the access file is not accepted"))
                        .refreshToken();
        var api = new ApiClient(Access.nobody(access.url()));
        var call = api.post("/tokens:refresh", Map.of("refreshToken", refresh));
        ApiClient.Reply reply = api.ask(call);
        if (reply.status() == 401) {
            throw signedOut("your session has ended");
        }
        TokensResponse tokens = api.as(api.accepted(reply), TokensResponse.class);
        return KeptAccess.signedIn(kept.url(), tokens, kept.organization());
    }

    private static CommandFailed signedOut(String why) {
        return new CommandFailed(ExitCode.UNAUTHENTICATED, why + "; run `fairlead login`");
    }
}
