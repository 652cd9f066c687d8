package dev.fairlead.controlplane.control.builds;

import dev.fairlead.controlplane.store.builds.BuildCacheStore;
import dev.fairlead.controlplane.store.deployments.Deployment;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.functions.ContentHash;
import dev.fairlead.model.functions.Language;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A toolchain that builds nothing twice: the same source, tools, variables and secrets of the same
/// organization give the artifact of before, as long as it is whole. Images have a cache of their
/// own in the engine, and a name may lead to another one every day.
public final class BuildCache implements Toolchain {
    private final Toolchain toolchain;
    private final BuildCacheStore store;

    public BuildCache(Toolchain toolchain, BuildCacheStore store) {
        this.toolchain = toolchain;
        this.store = store;
    }

    @Override
    public Deployment.Product build(Order order, Progress progress) {
        if (order.kind().inContainers()) {
            return toolchain.build(order, progress);
        }
        ContentHash key = key(order, toolchain.fingerprint());
        Optional<Deployment.Product> known = store.find(order.organization(), key);
        if (known.isPresent()) {
            if (whole(known.get())) {
                progress.line("Nothing changed since it was built before: taken from the cache.");
                return known.get();
            }
            progress.line("The cached artifact is damaged or gone: built again.");
            store.remove(order.organization(), key);
        }
        Deployment.Product made = toolchain.build(order, progress);
        store.put(order.organization(), key, made, toolchain.size(made.artifact()));
        return made;
    }

    private boolean whole(Deployment.Product product) {
        try {
            toolchain.verify(product.artifact());
            return true;
        } catch (BuildFailed e) {
            return false;
        }
    }

    /// Each part with its length, so that no two lists of parts are the same bytes.
    private static ContentHash key(Order order, String fingerprint) {
        MessageDigest digest = ContentHash.sha256();
        add(digest, fingerprint);
        add(digest, order.language().map(Language::word).orElse("site"));
        add(digest, order.source().hex());
        addAll(digest, order.variables());
        addAll(digest, order.secrets());
        return ContentHash.ofDigest(digest.digest());
    }

    private static void addAll(MessageDigest digest, Map<String, String> values) {
        add(digest, Integer.toString(values.size()));
        new TreeMap<>(values)
                .forEach((name, value) -> {
                    add(digest, name);
                    add(digest, value);
                });
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    @Override
    public String fingerprint() {
        return toolchain.fingerprint();
    }

    @Override
    public void verify(ContentHash artifact) {
        toolchain.verify(artifact);
    }

    @Override
    public long size(ContentHash artifact) {
        return toolchain.size(artifact);
    }

    @Override
    public InputStream open(ContentHash artifact) throws IOException {
        return toolchain.open(artifact);
    }
}
