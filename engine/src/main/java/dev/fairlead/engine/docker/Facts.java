package dev.fairlead.engine.docker;

import dev.fairlead.engine.EngineFacts;
import dev.fairlead.engine.EngineFacts.Ability;
import dev.fairlead.engine.EngineFacts.Product;
import dev.fairlead.engine.EngineFacts.Runtimes;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Json;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/// What an engine says of itself.
final class Facts {
    private final Api api;
    private volatile Runtimes runtimes = new Runtimes("", Set.of());

    Facts(Api api) {
        this.api = api;
    }

    EngineFacts ask() throws IOException {
        Api.Spoken spoken = api.negotiate();
        JsonNode about = api.get("/info");
        boolean podman = spoken.product() == Product.PODMAN;
        var security = security(about);
        runtimes = runtimes(about, podman);
        String groups = about.path("CgroupVersion").asString("1");
        var abilities = EnumSet.noneOf(Ability.class);
        add(abilities, Ability.MEMORY_LIMIT, about.path("MemoryLimit").asBoolean(false));
        add(abilities, Ability.PROCESS_LIMIT, about.path("PidsLimit").asBoolean(false));
        add(abilities, Ability.UPDATE, !podman);
        add(abilities, Ability.OUT_OF_MEMORY_EVENTS, !podman);
        add(abilities, Ability.PAUSE, !security.contains("rootless") || groups.equals("2"));
        add(abilities, Ability.BUILDKIT, !podman);
        add(
                abilities,
                Ability.SWARM,
                about.path("Swarm").path("LocalNodeState").asString("").equals("active"));
        return new EngineFacts(
                spoken.product(),
                spoken.version(),
                spoken.architecture(),
                Views.number(groups),
                runtimes,
                abilities,
                security);
    }

    private static void add(Set<Ability> abilities, Ability ability, boolean there) {
        if (there) {
            abilities.add(ability);
        }
    }

    private static Set<String> security(JsonNode about) {
        var all = new HashSet<String>();
        for (JsonNode option : about.path("SecurityOptions")) {
            String name = option.asString("").split(",", 2)[0];
            all.add(name.substring(name.indexOf('=') + 1));
        }
        return all;
    }

    /// Podman lists what could be installed, and uses the one that it was started with.
    private static Runtimes runtimes(JsonNode about, boolean podman) {
        String standard = Json.text(about, "DefaultRuntime");
        var names = new HashSet<String>();
        if (podman) {
            names.add(standard);
        } else {
            about.path("Runtimes").forEachEntry((name, _) -> names.add(name));
        }
        return new Runtimes(standard, names);
    }

    void requireRuntime(String name) throws IOException {
        if (!name.isEmpty()
                && !runtimes.names().contains(name)
                && !ask().runtimes().names().contains(name)) {
            throw new EngineFailed(
                    Reason.UNSUPPORTED,
                    "the engine has no runtime " + name + ", only " + runtimes.names());
        }
    }
}
