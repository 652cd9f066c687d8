package dev.fairlead.sandbox;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Hides secrets in text: as they are, line by line where they have several, and as base64, hex and
/// in URLs. It cannot hide what a program takes apart on purpose, nor secrets below four
/// characters, which are in every text.
final class Mask {
    private static final String SHOWN = "***";
    private static final int SHORTEST = 4;
    private static final int SHORTEST_ENCODED = 8;
    // Where programs break base64 into lines.
    private static final List<Integer> BASE64_LINES = List.of(64, 76);

    /// Longest first, so that a secret inside another leaves nothing of it.
    private final List<String> texts;

    Mask(Collection<String> secrets) {
        var all = new HashSet<String>();
        for (String secret : secrets) {
            add(all, secret.strip());
            secret.lines().forEach(line -> add(all, line.strip()));
        }
        this.texts =
                all.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
    }

    private static void add(Set<String> all, String secret) {
        if (secret.length() < SHORTEST) {
            return;
        }
        if (secret.lines().count() == 1) {
            all.add(TerminalText.clean(secret));
        }
        String inUrl = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        for (String form : List.of(inUrl, inUrl.replace("+", "%20"), secret.replace("\n", "\\n"))) {
            encoded(all, form);
            encoded(all, lowerEscapes(form));
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        encoded(all, HexFormat.of().formatHex(bytes));
        encoded(all, HexFormat.of().withUpperCase().formatHex(bytes));
        for (int offset = 0; offset < 3; offset++) {
            addBase64(all, bytes, offset);
        }
    }

    private static void encoded(Set<String> all, String form) {
        if (form.length() >= SHORTEST_ENCODED && form.lines().count() == 1) {
            all.add(form);
        }
    }

    private static String lowerEscapes(String text) {
        var lower = new StringBuilder(text);
        for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 1)) {
            int end = Math.min(lower.length(), at + 3);
            lower.replace(at, end, lower.substring(at, end).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /// Base64 of what starts anywhere in a text: of the three shapes, the letters that the secret
    /// alone decides, whole and as lines.
    private static void addBase64(Set<String> all, byte[] secret, int offset) {
        var shifted = new byte[offset + secret.length];
        System.arraycopy(secret, 0, shifted, offset, secret.length);
        int from = offset == 0 ? 0 : offset + 1;
        int to = shifted.length * 8 / 6;
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            String letters = encoder.withoutPadding().encodeToString(shifted);
            String whole = letters.substring(Math.min(from, to), to);
            encoded(all, whole);
            for (int line : BASE64_LINES) {
                for (int at = line; offset == 0 && at - line < whole.length(); at += line) {
                    encoded(all, whole.substring(at - line, Math.min(at, whole.length())));
                }
            }
        }
    }

    /// How much text a secret can take.
    int longest() {
        return texts.isEmpty() ? 0 : texts.getFirst().length();
    }

    String hide(String text) {
        String shown = text;
        for (String each : texts) {
            shown = shown.replace(each, SHOWN);
        }
        return shown;
    }
}
