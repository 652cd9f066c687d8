package dev.fairlead.container.instances;

import dev.fairlead.dataplane.versions.AppSpec;

import java.util.List;
import java.util.Map;

/// The labels by which our containers and networks are found again.
public record Marks(String installation) {
    public static final String INSTALLATION = "dev.fairlead.installation";
    public static final String KIND = "dev.fairlead.kind";
    public static final String INSTANCE = "instance";
    public static final String NETWORK = "network";

    private static final String ORGANIZATION = "dev.fairlead.organization";
    private static final String SERVICE = "dev.fairlead.service";
    private static final String VERSION = "dev.fairlead.version";
    private static final String ARTIFACT = "dev.fairlead.artifact";

    /// Of an instance.
    public Map<String, String> of(AppSpec app) {
        return Map.of(
                INSTALLATION,
                installation,
                KIND,
                INSTANCE,
                ORGANIZATION,
                app.organization().toString(),
                SERVICE,
                app.program().function().toString(),
                VERSION,
                Integer.toString(app.program().version()),
                ARTIFACT,
                app.program().hash().hex());
    }

    /// Of an environment's network.
    public Map<String, String> network() {
        return Map.of(INSTALLATION, installation, KIND, NETWORK);
    }

    /// What an instance of this very version carries.
    public List<String> instancesOf(AppSpec app) {
        return of(app).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    /// What every instance carries.
    public List<String> instances() {
        return List.of(INSTALLATION + "=" + installation, KIND + "=" + INSTANCE);
    }
}
