package dev.fairlead.container.instances;

import dev.fairlead.dataplane.versions.AppSpec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The labels by which our containers and networks are found again.
public record Marks(String installation) {
    public static final String INSTALLATION = "dev.fairlead.installation";
    public static final String KIND = "dev.fairlead.kind";
    public static final String INSTANCE = "instance";
    public static final String NETWORK = "network";

    /// A container of a stack's version besides its instances.
    public static final String PART = "part";

    /// A container that the versions of a stack share.
    public static final String KEPT = "kept";

    public static final String VOLUME = "volume";

    public static final String FINGERPRINT = "dev.fairlead.fingerprint";

    public static final String PART_NAME = "dev.fairlead.part";
    private static final String VOLUME_NAME = "dev.fairlead.volume";
    private static final String ENVIRONMENT = "dev.fairlead.environment";
    public static final String ORGANIZATION = "dev.fairlead.organization";
    public static final String SERVICE = "dev.fairlead.service";
    public static final String VERSION = "dev.fairlead.version";
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

    /// Of an instance of a stack: of its service that requests go to.
    public Map<String, String> entry(AppSpec app, String part) {
        var all = new HashMap<>(of(app));
        all.put(PART_NAME, part);
        return Map.copyOf(all);
    }

    /// Of an environment's network.
    public Map<String, String> network() {
        return Map.of(INSTALLATION, installation, KIND, NETWORK);
    }

    /// Of a container that a version has besides its instances: `part` is its service in the stack.
    public Map<String, String> part(AppSpec app, String part) {
        var all = new HashMap<>(entry(app, part));
        all.put(KIND, PART);
        return Map.copyOf(all);
    }

    /// Of a container that the versions of a stack in one environment share. `fingerprint` stands
    /// for what it is.
    public Map<String, String> kept(AppSpec app, String part, String fingerprint) {
        var all = new HashMap<>(stack(app, KEPT));
        all.put(PART_NAME, part);
        all.put(FINGERPRINT, fingerprint);
        return Map.copyOf(all);
    }

    /// Of a stack's volume, whatever the version.
    public Map<String, String> volume(AppSpec app, String name) {
        var all = new HashMap<>(stack(app, VOLUME));
        all.put(VOLUME_NAME, name);
        return Map.copyOf(all);
    }

    /// Of a stack's network; of the one that its versions share, where `version` is none.
    public Map<String, String> network(AppSpec app, OptionalInt version) {
        var all = new HashMap<>(stack(app, NETWORK));
        version.ifPresent(number -> all.put(VERSION, Integer.toString(number)));
        return Map.copyOf(all);
    }

    private Map<String, String> stack(AppSpec app, String kind) {
        return Map.of(
                INSTALLATION,
                installation,
                KIND,
                kind,
                ORGANIZATION,
                app.organization().toString(),
                SERVICE,
                app.program().function().toString(),
                ENVIRONMENT,
                app.environment().toString());
    }

    /// As labels are looked for.
    public static List<String> wanted(Map<String, String> labels) {
        return labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
    }

    /// What an instance of this very version carries.
    public List<String> instancesOf(AppSpec app) {
        return wanted(of(app));
    }

    /// What everything of this installation carries, as it is looked for.
    public String ours() {
        return INSTALLATION + "=" + installation;
    }

    /// What every instance carries.
    public List<String> instances() {
        return ofKind(INSTANCE);
    }

    /// What everything of one kind carries.
    public List<String> ofKind(String kind) {
        return List.of(ours(), KIND + "=" + kind);
    }
}
