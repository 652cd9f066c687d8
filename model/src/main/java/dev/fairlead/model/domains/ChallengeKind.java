package dev.fairlead.model.domains;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Arrays;

/// By what an authority is shown that a domain is ours, before it gives a certificate.
public enum ChallengeKind {
    /// A file on the domain, at port 80 (RFC 8555, section 8.3).
    HTTP("http-01"),
    /// A TLS handshake with the domain, at port 443 (RFC 8737).
    TLS("tls-alpn-01"),
    /// A TXT record (RFC 8555, section 8.4); the only one for wildcards.
    DNS("dns-01");

    private final String word;

    ChallengeKind(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    public static ChallengeKind parse(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidValue("challenge", "use http-01, tls-alpn-01 or dns-01"));
    }
}
