package dev.fairlead.identity.codes;

import io.nayuki.qrcodegen.QrCode;

/// A QR code (ISO/IEC 18004) to be drawn: `path` has its dark squares as an SVG path, in a square
/// of `size` units that includes the quiet zone.
public record QrImage(int size, String path) {
    private static final int QUIET = 4;

    /// The code that a camera reads `text` from.
    public static QrImage of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(',')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrImage(code.size + 2 * QUIET, path.toString());
    }

    /// Without what it says.
    @Override
    public String toString() {
        return "QrImage[" + size + "]";
    }
}
