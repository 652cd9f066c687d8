package dev.fairlead.controlplane.store;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/// Where a page of a list ends: the last id on it. Ids order by time, so the next page is what is
/// smaller.
public record Cursor(UUID last) {
    /// Reads what `toString` wrote; anything else is `Rejected`.
    public static Cursor parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length == 16) {
                var buffer = ByteBuffer.wrap(bytes);
                return new Cursor(new UUID(buffer.getLong(), buffer.getLong()));
            }
        } catch (IllegalArgumentException e) {
            // refused below, like a wrong length
        }
        throw new Rejected(
                ErrorCode.CURSOR_MALFORMED, "pass `nextCursor` of an earlier page as it was");
    }

    @Override
    public String toString() {
        var buffer = ByteBuffer.allocate(16);
        buffer.putLong(last.getMostSignificantBits()).putLong(last.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }
}
