package dev.fairlead.builders.stacks.services;

import dev.fairlead.model.stacks.StackDescription.StackNetwork;

import java.util.List;

/// The services of a stack that are to run, each after those that it depends on, with the networks
/// and volumes that they have.
public record Plan(List<Planned> services, List<StackNetwork> networks, List<String> volumes) {
    public Plan {
        services = List.copyOf(services);
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
    }
}
