package dev.fairlead.server.builds;

import dev.fairlead.builders.languages.BaseImages;
import dev.fairlead.builders.languages.BuilderSettings;
import dev.fairlead.builders.languages.NpmSettings;
import dev.fairlead.controlplane.control.builds.BuildLimits;
import dev.fairlead.sandbox.network.NetworkRules;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What builds may take and reach. `registry` is where packages of npm come from, named by the
/// operator, and may therefore be on a private network; `proxy` is the way out as `host:port`;
/// `bases` is where apps without a Dockerfile have their base images from.
public record BuildSettings(
        BuildLimits limits,
        Optional<NpmSettings> registry,
        Optional<String> proxy,
        BaseImages bases) {
    /// Throws `IllegalArgumentException` with what to write instead.
    public static BuildSettings parse(BuildLimits limits, Map<String, String> environment) {
        return new BuildSettings(
                limits,
                value(environment, "FAIRLEAD_NPM_REGISTRY").map(BuildSettings::registry),
                value(environment, "FAIRLEAD_BUILD_PROXY").map(BuildSettings::proxy),
                value(environment, "FAIRLEAD_BASE_IMAGES")
                        .map(BuildSettings::bases)
                        .orElse(BaseImages.PUBLIC));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private static NpmSettings registry(String text) {
        try {
            return new NpmSettings(URI.create(text), NpmSettings.PUBLIC.cacheBytes());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "FAIRLEAD_NPM_REGISTRY must be an https address without a user, not " + text,
                    e);
        }
    }

    private static BaseImages bases(String text) {
        try {
            return new BaseImages(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "FAIRLEAD_BASE_IMAGES must be a registry and a name in it, as in"
                            + " docker.io/library, not "
                            + text,
                    e);
        }
    }

    private static String proxy(String text) {
        if (!text.matches("[A-Za-z0-9.-]+:[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "FAIRLEAD_BUILD_PROXY must be host:port, not " + text);
        }
        return text;
    }

    public NpmSettings npm() {
        return registry.orElse(NpmSettings.PUBLIC);
    }

    /// Public servers alone, and what the operator named.
    public NetworkRules network() {
        NetworkRules rules =
                registry.map(npm -> NetworkRules.PUBLIC.allowing(Set.of(npm.host())))
                        .orElse(NetworkRules.PUBLIC);
        return proxy.map(rules::through).orElse(rules);
    }

    /// What builders work with: their tools lie in `home`, what they fetch in `toolchains`.
    public BuilderSettings tools(Path home, Path toolchains) {
        return BuilderSettings.of(
                        Path.of("/usr/bin/node"), home.resolve("builders/node_modules"), toolchains)
                .with(npm())
                .with(bases)
                .startingAhead();
    }
}
