package dev.fairlead.sandbox.containers;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.engine.labels.Labelled;
import dev.fairlead.sandbox.cgroups.Owner;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What sandboxes have in an engine, by its labels: whose it is, and which server process made it.
record Leftovers(String installation) {
    private static final String INSTALLATION = "dev.fairlead.sandbox";
    private static final String OWNER = "dev.fairlead.owner";

    // Volumes are in use as long as their containers are there, and so are images.
    private static final List<Kind> ORDER = List.of(Kind.CONTAINER, Kind.VOLUME, Kind.IMAGE);

    /// For what this process makes.
    Map<String, String> labels() {
        return Map.of(INSTALLATION, installation, OWNER, Owner.ofThisProcess().text());
    }

    /// Removes what processes made that are no more.
    void sweep(Engine engine) throws IOException {
        for (Kind kind : ORDER) {
            for (Labelled each : engine.labelled(kind, INSTALLATION + "=" + installation)) {
                Optional<Owner> owner = Owner.parse(each.labels().getOrDefault(OWNER, ""));
                if (owner.isPresent() && !owner.get().alive()) {
                    engine.remove(kind, each.id());
                }
            }
        }
    }
}
