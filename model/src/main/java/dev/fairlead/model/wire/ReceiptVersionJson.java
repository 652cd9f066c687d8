package dev.fairlead.model.wire;

/// What was under way at a version, sockets among it, and how it ended: with a whole answer,
/// without one, by the client, cut when the version's time was over. What is open lives on because
/// the version does.
public record ReceiptVersionJson(
        int version,
        long inFlight,
        long sockets,
        long answered,
        long failed,
        long clientGone,
        long cut,
        long open) {}
