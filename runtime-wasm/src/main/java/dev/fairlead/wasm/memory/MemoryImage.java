package dev.fairlead.wasm.memory;

/// A memory as it was at a snapshot, without the zeros at its end. Never changed, shared by all
/// instances of a guest.
public final class MemoryImage {
    final byte[] bytes;
    final int pages;

    MemoryImage(byte[] bytes, int pages) {
        this.bytes = bytes;
        this.pages = pages;
    }

    public int pages() {
        return pages;
    }

    public int heldBytes() {
        return bytes.length;
    }
}
