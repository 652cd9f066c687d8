package dev.fairlead.model.wire;

/// A login that waits for approval (RFC 8628): show `userCode`, ask with `deviceCode` every
/// `intervalSeconds`.
public record DeviceLoginResponse(
        String deviceCode,
        String userCode,
        String verificationUrl,
        long intervalSeconds,
        long expiresInSeconds) {
    /// Without the secret.
    @Override
    public String toString() {
        return "DeviceLoginResponse";
    }
}
