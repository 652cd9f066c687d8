package dev.fairlead.engine.docker;

import dev.fairlead.engine.EngineFailed;
import dev.fairlead.engine.EngineFailed.Reason;
import dev.fairlead.engine.api.Api;
import dev.fairlead.engine.api.Json;
import dev.fairlead.engine.api.Names;
import dev.fairlead.engine.api.Query;
import dev.fairlead.engine.networks.Network;
import dev.fairlead.engine.networks.NetworkSpec;
import dev.fairlead.engine.networks.Networks;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Networks by Docker's API.
record DockerNetworks(Api api) implements Networks {
    /// What Podman calls a name or a subnet that is taken, and Docker a subnet: errors of their
    /// own.
    private static final List<String> TAKEN =
            List.of("already exists", "already used", "already being used", "overlaps");

    @Override
    public String create(NetworkSpec spec) throws IOException {
        var all = new HashMap<String, Object>();
        all.put("Name", spec.name());
        all.put("CheckDuplicate", true);
        all.put("Driver", "bridge");
        all.put("Internal", spec.internal());
        all.put("Labels", spec.labels());
        all.put("Options", spec.options());
        spec.subnet()
                .ifPresent(subnet -> all.put("IPAM", Map.of("Config", List.of(place(subnet)))));
        try {
            return Json.text(api.post("/networks/create", all), "Id");
        } catch (EngineFailed e) {
            if (TAKEN.stream().anyMatch(String.valueOf(e.getMessage())::contains)) {
                throw new EngineFailed(Reason.CONFLICT, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /// Docker tells a gateway of such a network only where it was told one.
    private static Map<String, String> place(String subnet) {
        String base = subnet.substring(0, subnet.indexOf('/'));
        byte[] address = InetAddress.ofLiteral(base).getAddress();
        address[address.length - 1]++;
        try {
            String gateway = InetAddress.getByAddress(address).getHostAddress();
            return Map.of("Subnet", subnet, "Gateway", gateway);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<Network> inspect(String network) throws IOException {
        JsonNode all;
        try {
            all = api.get(Names.network(network));
        } catch (EngineFailed e) {
            if (e.reason() == Reason.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
        var subnets = new ArrayList<String>();
        var gateways = new ArrayList<String>();
        for (JsonNode each : all.path("IPAM").path("Config")) {
            subnets.add(Json.text(each, "Subnet"));
            String gateway = Json.text(each, "Gateway");
            if (!gateway.isEmpty()) {
                gateways.add(gateway);
            }
        }
        var containers = new HashSet<String>();
        all.path("Containers").forEachEntry((id, _) -> containers.add(id));
        return Optional.of(
                new Network(
                        Json.text(all, "Id"),
                        Json.text(all, "Name"),
                        Json.labels(all),
                        Json.text(all, "Driver"),
                        all.path("Internal").asBoolean(false),
                        subnets,
                        gateways,
                        containers));
    }

    private static boolean used(Network network) {
        return !network.containers().isEmpty();
    }

    @Override
    public Map<String, Map<String, String>> list(List<String> labels) throws IOException {
        var found = new HashMap<String, Map<String, String>>();
        for (JsonNode each : api.get(new Query("/networks").labelled(labels))) {
            found.put(Json.text(each, "Id"), Json.labels(each));
        }
        return found;
    }

    @Override
    public void connect(String network, String container, List<String> aliases) throws IOException {
        var all = Map.of("Container", container, "EndpointConfig", Map.of("Aliases", aliases));
        api.send(Names.network(network) + "/connect", all);
    }

    @Override
    public void disconnect(String network, String container) throws IOException {
        api.send(Names.network(network) + "/disconnect", Map.of("Container", container));
    }

    @Override
    public void remove(String network) throws IOException {
        // Podman would take them out.
        if (api.podman() && inspect(network).stream().anyMatch(DockerNetworks::used)) {
            throw new EngineFailed(Reason.CONFLICT, "containers are in the network " + network);
        }
        try {
            api.delete(Names.network(network));
        } catch (EngineFailed e) {
            // Docker forbids it with a status of its own, which is not about credentials.
            if (String.valueOf(e.getMessage()).contains("active endpoints")) {
                throw new EngineFailed(Reason.CONFLICT, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }
}
