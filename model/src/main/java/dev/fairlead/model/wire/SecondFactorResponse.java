package dev.fairlead.model.wire;

/// What an authenticator app is given: the secret, and the same as a URI for a QR code.
public record SecondFactorResponse(String secret, String uri) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SecondFactorResponse";
    }
}
