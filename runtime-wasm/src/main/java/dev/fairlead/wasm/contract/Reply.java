package dev.fairlead.wasm.contract;

import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.model.errors.ErrorCode;

import java.util.List;

/// What came of one call.
public sealed interface Reply {
    /// The whole answer; nothing was sent yet.
    @SuppressWarnings("ArrayRecordComponent")
    record Whole(int status, List<Header> headers, byte[] body) implements Reply {}

    /// The answer was sent while the guest ran.
    record Streamed() implements Reply {}

    /// The guest failed in an orderly way; its instance is sound.
    record Failed(ErrorCode code, String message) implements Reply {}
}
