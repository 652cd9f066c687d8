package dev.fairlead.model.apps;

import dev.fairlead.model.errors.InvalidValue;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a registry of images is: `ghcr.io`, `127.0.0.1:5000`. Docker's own has one name here.
public record RegistryHost(String text) {
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?");
    private static final Set<String> DOCKERS =
            Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");
    private static final int LONGEST = 255;

    public static final RegistryHost DOCKER = new RegistryHost("docker.io");

    public RegistryHost {
        if (text.length() > LONGEST || !HOST.matcher(text).matches()) {
            throw new InvalidValue("registry", "a host such as ghcr.io or registry.example:5000");
        }
    }

    public static RegistryHost parse(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        return DOCKERS.contains(host) ? DOCKER : new RegistryHost(host);
    }

    /// Of the image of that name: without a host it is at Docker's.
    public static RegistryHost of(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host =
                first.contains(".")
                        || first.contains(":")
                        || first.equals("localhost")
                        || !first.equals(first.toLowerCase(Locale.ROOT));
        return host ? parse(first) : DOCKER;
    }

    @Override
    public String toString() {
        return text;
    }
}
