package dev.fairlead.engine.images;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of an image in a registry: `registry.example:5000/team/app:1`, or with the digest of
/// its manifest, `…/app@sha256:…`. Without either the tag is `latest`. A value of this type is
/// always valid.
public record Reference(String name, String version) {
    private static final String PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final String REGISTRY =
            "[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\\d{1,5})?";
    private static final Pattern NAME =
            Pattern.compile("(?:" + REGISTRY + "/)?" + PART + "(?:/" + PART + ")*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern WHOLE =
            Pattern.compile("(?<name>[^@]+?)(?::(?<tag>[^:/@]+))?(?:@(?<digest>.+))?");
    private static final int LONGEST_NAME = 255;

    public Reference {
        if (name.length() > LONGEST_NAME
                || !NAME.matcher(name).matches()
                || !(TAG.matcher(version).matches() || DIGEST.matcher(version).matches())) {
            throw new IllegalArgumentException(
                    "an image is named as in registry.example/team/app:1, not "
                            + shown(name + ":" + version));
        }
    }

    /// Throws `IllegalArgumentException` that says what to write instead. A tag beside a digest
    /// says nothing and is dropped.
    public static Reference parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (text.length() > 2 * LONGEST_NAME || !whole.matches()) {
            throw new IllegalArgumentException(
                    "an image is named as in registry.example/team/app:1, not " + shown(text));
        }
        String digest = whole.group("digest");
        String tag = whole.group("tag");
        if (digest != null) {
            return new Reference(whole.group("name"), digest);
        }
        return new Reference(whole.group("name"), tag == null ? "latest" : tag);
    }

    private static String shown(String text) {
        return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "…" : text;
    }

    /// Whether it says what is in the image, not only what it is called.
    public boolean exact() {
        return version.startsWith("sha256:");
    }

    @Override
    public String toString() {
        return name + (exact() ? "@" : ":") + version;
    }
}
