package dev.fairlead.controlplane.control.providers;

import dev.fairlead.controlplane.store.providers.Provider;
import dev.fairlead.identity.external.RefusalReason;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

/// What people are told of a refused sign-in: what they can do, and nothing that helps to forge
/// one.
final class Telling {
    private static final String AGAIN =
            "it took too long, was begun in another browser, or was used already; begin again";

    private Telling() {}

    static Rejected over() {
        return new Rejected(ErrorCode.SIGN_IN_OVER, AGAIN);
    }

    /// No `default`: a new reason has to be thought of here.
    static Rejected of(RefusalReason reason, Provider provider) {
        String name = provider.displayName().text();
        return switch (reason) {
            case PENDING_EXPIRED,
                    STATE_WRONG,
                    REPLAYED,
                    REQUEST_UNKNOWN,
                    UNSOLICITED,
                    NONCE_WRONG,
                    CODE_MISSING,
                    CODE_REFUSED,
                    EXPIRED,
                    NOT_YET_VALID ->
                    over();
            case PROVIDER_UNREACHABLE,
                    PROVIDER_ANSWER_TOO_LARGE,
                    PROVIDER_ADDRESS_REFUSED,
                    PROVIDER_DOCUMENT_WRONG,
                    KEY_UNKNOWN ->
                    new Rejected(
                            ErrorCode.PROVIDER_UNREACHABLE,
                            name
                                    + " cannot be asked now, or is set up wrongly; try again, and"
                                    + " tell who administers this installation if it stays so");
            case PROVIDER_SAID_NO ->
                    new Rejected(
                            ErrorCode.PROVIDER_REFUSED,
                            name + " did not let you in, or you said no there; begin again");
            case EMAIL_DOMAIN_NOT_ALLOWED ->
                    new Rejected(
                            ErrorCode.PROVIDER_REFUSED,
                            "your address at "
                                    + name
                                    + " is of none of the domains that may sign in by it");
            case WRONG_PROVIDER,
                    SIGNATURE_WRONG,
                    ALGORITHM_NOT_ALLOWED,
                    ISSUER_WRONG,
                    AUDIENCE_WRONG,
                    SUBJECT_MISSING,
                    MALFORMED,
                    ID_TOKEN_MISSING,
                    AUTHORIZED_PARTY_WRONG,
                    ACCESS_TOKEN_HASH_WRONG,
                    USER_DIFFERS,
                    TOO_LARGE,
                    DOCTYPE_NOT_ALLOWED,
                    DUPLICATE_ID,
                    STRUCTURE_WRONG,
                    ENCRYPTED_ASSERTION,
                    NOT_SIGNED,
                    SIGNATURE_FORM_NOT_ALLOWED,
                    DESTINATION_WRONG,
                    RECIPIENT_WRONG,
                    CONFIRMATION_WRONG,
                    SUBJECT_TRANSIENT ->
                    new Rejected(
                            ErrorCode.PROVIDER_REFUSED,
                            "what "
                                    + name
                                    + " answered is not accepted here; tell who administers this"
                                    + " installation, who finds the reason in its audit log");
        };
    }
}
