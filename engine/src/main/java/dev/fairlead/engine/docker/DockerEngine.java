package dev.fairlead.engine.docker;

import dev.fairlead.engine.Engine;
import dev.fairlead.engine.EngineAddress;
import dev.fairlead.engine.EngineFacts;
import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.containers.Containers;
import dev.fairlead.engine.events.EventListener;
import dev.fairlead.engine.events.Subscription;
import dev.fairlead.engine.http.Request;
import dev.fairlead.engine.images.Images;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.engine.labels.Labelled;
import dev.fairlead.engine.networks.Networks;
import dev.fairlead.engine.volumes.Volumes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An engine that speaks Docker's API, as Docker and Podman do. It need not be there yet: the first
/// call finds out in which version, and what it is.
public final class DockerEngine implements Engine {
    private final Api api;
    private final Facts facts;
    private final Containers containers;
    private final Images images;
    private final Networks networks;
    private final Volumes volumes;
    private final Set<DockerEvents> subscriptions = ConcurrentHashMap.newKeySet();

    public DockerEngine(EngineAddress address) {
        this.api = new Api(address);
        this.facts = new Facts(api);
        this.containers = new DockerContainers(api, facts);
        this.images = new DockerImages(api);
        this.networks = new DockerNetworks(api);
        this.volumes = new DockerVolumes(api);
    }

    @Override
    public void ping() throws IOException {
        api.text(Request.get("/_ping"), Api.PATIENCE);
    }

    @Override
    public EngineFacts facts() throws IOException {
        return facts.ask();
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Subscription listen(List<String> labels, EventListener listener) {
        var events = new DockerEvents(api, labels, listener, subscriptions::remove);
        subscriptions.add(events);
        events.begin();
        return events;
    }

    @Override
    public List<Labelled> labelled(Kind kind, String label) throws IOException {
        List<String> labels = List.of(label);
        var found = new ArrayList<Labelled>();
        switch (kind) {
            case CONTAINER ->
                    containers
                            .list(labels)
                            .forEach(each ->
                                    found.add(new Labelled(kind, each.id(), each.labels())));
            case IMAGE ->
                    images.list(labels)
                            .forEach(each ->
                                    found.add(new Labelled(kind, each.id(), each.labels())));
            case NETWORK ->
                    networks.list(labels)
                            .forEach((id, all) -> found.add(new Labelled(kind, id, all)));
            case VOLUME ->
                    volumes.list(labels)
                            .forEach(each ->
                                    found.add(new Labelled(kind, each.name(), each.labels())));
        }
        return found;
    }

    @Override
    public void remove(Kind kind, String id) throws IOException {
        switch (kind) {
            case CONTAINER -> containers.remove(id);
            case IMAGE -> api.delete(new Query(Names.image(id)).with("force", true));
            case NETWORK -> removeNetwork(id);
            case VOLUME -> api.delete(new Query(Names.volume(id)).with("force", true));
        }
    }

    /// Containers in it are taken out, and run on.
    private void removeNetwork(String id) throws IOException {
        for (var network : networks.inspect(id).stream().toList()) {
            for (String container : network.containers()) {
                try {
                    networks.disconnect(id, container);
                } catch (EngineFailed e) {
                    if (e.reason() != Reason.MISSING && e.reason() != Reason.CONFLICT) {
                        throw e;
                    }
                }
            }
        }
        networks.remove(id);
    }

    @Override
    public void close() {
        List.copyOf(subscriptions).forEach(DockerEvents::close);
        api.close();
    }
}
