package dev.fairlead.dataplane.sites;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Paths of requests and files.
final class SitePath {
    private static final int MOST_NAME = 255;
    private static final Pattern HEX =
            Pattern.compile(".*[.-](?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{8,64}\\.[^/]+");
    private static final Pattern BUILT =
            Pattern.compile(".*[.-](?=[A-Za-z_-]*\\d|[^.]*[A-Z])[A-Za-z0-9_-]{8,}\\.[a-z0-9.]+");
    private static final Pattern FOLDERS =
            Pattern.compile("(.*/)?(assets|_astro|static/js|static/css|static/media)/[^/]+");
    private static final Pattern WHOLE = Pattern.compile("(.*/)?(_next/static|_app/immutable)/.+");

    private SitePath() {}

    /// Whether the name says what is in the file, so that another content has another name.
    static boolean hashed(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        // No tool makes longer ones, and what is compared takes the square of its length.
        if (last.length() > MOST_NAME) {
            return false;
        }
        return HEX.matcher(last).matches()
                || WHOLE.matcher(path).matches()
                || (FOLDERS.matcher(path).matches() && BUILT.matcher(last).matches());
    }

    /// The name of the file that `path` asks for, without the slash before it; empty for what is no
    /// text.
    static Optional<String> name(String path) {
        String rest = path.substring(1);
        if (rest.indexOf('%') < 0) {
            return Optional.of(rest);
        }
        var bytes = ByteBuffer.allocate(rest.length());
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c != '%') {
                bytes.put((byte) c);
                continue;
            }
            int value = i + 2 < rest.length() ? hex(rest, i + 1) : -1;
            if (value < ' ') {
                return Optional.empty();
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hex(String text, int at) {
        int high = Character.digit(text.charAt(at), 16);
        int low = Character.digit(text.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
