package dev.fairlead.model.wire;

/// A key by which receipts are signed: Ed25519, public, as X.509 says, in base64.
public record ReceiptKeyResponse(String id, String publicKey) {}
