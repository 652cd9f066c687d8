package dev.fairlead.dataplane.clients;

import dev.fairlead.model.errors.InvalidValue;

/// A network: all addresses whose first `bits` of 128 are those of `first`.
public record IpRange(IpAddress first, int bits) {
    private static final int ALL = 128;
    private static final int BEFORE_FOUR = 96;

    /// Reads `10.0.0.0/8`, `2001:db8::/32` or one address.
    public static IpRange parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address =
                IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
                        .orElseThrow(() -> invalid(text));
        if (slash < 0) {
            return new IpRange(address, ALL);
        }
        int before = address.isFour() && text.indexOf(':') < 0 ? BEFORE_FOUR : 0;
        try {
            String digits = text.substring(slash + 1);
            int bits = digits.length() > 3 ? -1 : Integer.parseUnsignedInt(digits);
            if (bits >= 0 && before + bits <= ALL) {
                return new IpRange(address, before + bits);
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw invalid(text);
    }

    private static InvalidValue invalid(String text) {
        return new InvalidValue(
                "address range",
                "'" + text + "' is no address and no network such as 10.0.0.0/8 or 2001:db8::/32");
    }

    public boolean contains(IpAddress address) {
        return same(first.high(), address.high(), Math.min(bits, 64))
                && same(first.low(), address.low(), Math.max(0, bits - 64));
    }

    private static boolean same(long one, long other, int bits) {
        return bits == 0 || (one ^ other) >>> (64 - bits) == 0;
    }

    /// As `parse` reads it.
    @Override
    public String toString() {
        if (bits == ALL) {
            return first.text();
        }
        String text = new IpAddress(kept(first.high(), bits), kept(first.low(), bits - 64)).text();
        boolean four = first.isFour() && bits >= BEFORE_FOUR;
        return text + "/" + (four ? bits - BEFORE_FOUR : bits);
    }

    private static long kept(long half, int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? half : half & -1L << (64 - bits);
    }
}
