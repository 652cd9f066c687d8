package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.signing.BodyDigest;
import dev.fairlead.dataplane.signing.NonceStore.Outcome;
import dev.fairlead.dataplane.signing.NonceStore.Use;
import dev.fairlead.dataplane.signing.Nonces;
import dev.fairlead.dataplane.signing.Signature;
import dev.fairlead.dataplane.signing.SignatureCheck;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;

import io.vertx.core.Context;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a request whose head was signed has still to show: that its body is the one, and that it
/// comes for the first time. The nonce is used last, so that nobody uses up another's by sending a
/// wrong body.
final class SignedBody {
    static final List<Header> CHALLENGE =
            List.of(
                    new Header("www-authenticate", "Signature realm=\"fairlead\""),
                    new Header("accept-signature", SignatureCheck.WANTED));

    private final Signature signature;
    private final BodyDigest digest;
    private final ServiceId function;
    private final Nonces nonces;
    private final Context context;

    /// Throws `Rejected` where a digest of the body is missing or cannot be read.
    SignedBody(
            Signature signature,
            boolean bodiless,
            Arrival arrival,
            ServiceId function,
            Nonces nonces) {
        if (!bodiless && !signature.coversBody()) {
            throw new Rejected(
                    ErrorCode.SIGNATURE_INCOMPLETE,
                    "the signature has to cover `content-digest` where there is a body");
        }
        this.signature = signature;
        this.digest = new BodyDigest(new ArrivedMessage(arrival).fields("content-digest"));
        this.function = function;
        this.nonces = nonces;
        this.context = arrival.context();
    }

    void update(byte[] bytes) {
        digest.update(bytes);
    }

    /// Tells `heard`, on the event loop, why it is refused; nothing where it is not.
    void prove(Consumer<Optional<Rejected>> heard) {
        if (!digest.matches()) {
            heard.accept(
                    Optional.of(
                            new Rejected(
                                    ErrorCode.CONTENT_DIGEST_WRONG,
                                    "`Content-Digest` is of another body than the one that"
                                            + " came")));
            return;
        }
        nonces.use(
                new Use(function, signature.keyId(), signature.nonce(), signature.created()),
                outcome -> context.runOnContext(_ -> heard.accept(refusal(outcome))));
    }

    private static Optional<Rejected> refusal(Outcome outcome) {
        return switch (outcome) {
            case FRESH -> Optional.empty();
            case USED ->
                    Optional.of(
                            new Rejected(
                                    ErrorCode.NONCE_USED,
                                    "sign each request anew, with a nonce of its own"));
            case REVOKED ->
                    Optional.of(
                            new Rejected(
                                    ErrorCode.SIGNATURE_WRONG,
                                    "the secret does not hold any more"));
            case UNAVAILABLE ->
                    Optional.of(
                            new Rejected(
                                    ErrorCode.ACCESS_UNDECIDED,
                                    "whether this signature was used before cannot be looked up;"
                                            + " sign again and try again",
                                    Duration.ofSeconds(1)));
        };
    }
}
