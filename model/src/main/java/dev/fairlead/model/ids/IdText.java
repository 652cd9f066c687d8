package dev.fairlead.model.ids;

import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The text form of ids: a prefix that names the kind, `_`, and the 128 bits as 26 characters of
/// Crockford's base 32 in lower case (https://www.crockford.com/base32.html).
public final class IdText {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private IdText() {}

    /// A new UUID of version 7 (RFC 9562, section 5.7): ordered by the millisecond it was made in.
    /// Ids name things and open nothing, so their random part need not be hard to guess.
    public static UUID next(Clock clock) {
        var random = ThreadLocalRandom.current();
        long high = (clock.millis() << 16) | 0x7000L | (random.nextLong() & 0xfff);
        long low = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    public static String format(String prefix, UUID id) {
        var text = new char[LENGTH];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return prefix + "_" + new String(text);
    }

    public static UUID parse(String prefix, String text) {
        int cut = text.lastIndexOf('_');
        if (cut > 0 && cut < 8 && !text.substring(0, cut).equals(prefix)) {
            throw new Rejected(
                    ErrorCode.ID_OF_ANOTHER_KIND,
                    "expected an id that starts with '" + prefix + "_'");
        }
        if (cut != prefix.length() || text.length() != cut + 1 + LENGTH) {
            throw malformed(prefix);
        }
        long high = 0;
        long low = 0;
        for (int i = cut + 1; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0 || (i == cut + 1 && digit > 7)) {
                throw malformed(prefix);
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return new UUID(high, low);
    }

    private static Rejected malformed(String prefix) {
        return new Rejected(
                ErrorCode.ID_MALFORMED,
                "an id here is '" + prefix + "_' and " + LENGTH + " characters of 0-9a-z");
    }
}
