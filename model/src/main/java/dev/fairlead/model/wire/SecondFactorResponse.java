package dev.fairlead.model.wire;

/// What an authenticator app is given: the secret, the same as a URI, and the dark squares of a QR
/// code of that as an SVG path in a square of `qrSize` units.
public record SecondFactorResponse(String secret, String uri, int qrSize, String qrPath) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SecondFactorResponse";
    }
}
