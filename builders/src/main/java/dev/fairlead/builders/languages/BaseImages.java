package dev.fairlead.builders.languages;

import java.util.regex.Pattern;

/// Where the operator has the images that others are made on: a registry and the beginning of their
/// names in it, such as `docker.io/library`.
public record BaseImages(String prefix) {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "([a-z0-9-]+(\\.[a-z0-9-]+)+|localhost|[a-z0-9-]+(?=:))(:[0-9]{1,5})?"
                            + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
    private static final Pattern NAME =
            Pattern.compile(
                    "[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"
                            + "(@sha256:[0-9a-f]{64})?");
    private static final Pattern HOST = Pattern.compile("([^/]*[.:][^/]*|localhost)/.*");
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3})(:[0-9]+)?(/.*)?");

    /// Docker Hub's official images.
    public static final BaseImages PUBLIC = new BaseImages("docker.io/library");

    public BaseImages {
        if (!SHAPE.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not a registry and a name in it: " + prefix);
        }
    }

    /// The whole name of one of them. Throws `IllegalArgumentException` that says what to write.
    public String named(String base) {
        String name = base.startsWith(prefix + "/") ? base.substring(prefix.length() + 1) : base;
        if (HOST.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "base images come from "
                            + prefix
                            + "; write a name below it, as in node:24-slim");
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("write the name of an image, as in node:24-slim");
        }
        return prefix + "/" + name;
    }

    /// Whether it is on this machine, where TLS keeps nobody out.
    public boolean loopback() {
        return LOOPBACK.matcher(prefix).matches();
    }
}
