package dev.fairlead.container.instances;

import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.networks.NetworkSpec;
import dev.fairlead.model.functions.ContentHash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The networks that instances are in: one for each environment of each project, where they find
/// each other by their services' names.
record Networked(Engine engine, Marks marks) {
    /// The network of an app, which is there then.
    String of(AppSpec app) throws IOException {
        String name = name(app);
        if (engine.networks().inspect(name).isPresent()) {
            return name;
        }
        try {
            engine.networks().create(new NetworkSpec(name, marks.network(), false, Map.of()));
        } catch (EngineFailed e) {
            if (e.reason() != EngineFailed.Reason.CONFLICT) {
                throw e;
            }
        }
        return name;
    }

    /// The engine machine's address in it.
    String gateway(AppSpec app) throws IOException {
        return engine.networks().inspect(of(app)).stream()
                .flatMap(network -> network.gateways().stream())
                .findFirst()
                .orElseThrow(() -> new IOException("the engine tells no gateway of its network"));
    }

    /// Short, since interfaces are named after it in places, and nobody else's.
    private String name(AppSpec app) {
        String place =
                marks.installation()
                        + "/"
                        + app.organization()
                        + "/"
                        + app.project()
                        + "/"
                        + app.environment();
        byte[] bytes = place.getBytes(StandardCharsets.UTF_8);
        return "fairlead-" + ContentHash.of(bytes).hex().substring(0, 16);
    }
}
