package dev.fairlead.engine.images;

/// How far a pull or a push is with one `layer`, empty for what concerns all; `doneBytes` and
/// `allBytes` are 0 where nothing is known.
public record Progress(String layer, String status, long doneBytes, long allBytes) {}
