package dev.fairlead.dataplane.runtime;

import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.functions.Abi;

import java.util.HashSet;
import java.util.Map;

/// Several runtimes as one: a guest runs where its ABI belongs. Ends all of them with itself.
public final class GuestRuntimes implements GuestRuntime {
    private final Map<Abi, GuestRuntime> special;
    private final GuestRuntime usual;

    public GuestRuntimes(Map<Abi, GuestRuntime> special, GuestRuntime usual) {
        this.special = Map.copyOf(special);
        this.usual = usual;
    }

    @Override
    public Guest guest(GuestSpec spec) {
        return special.getOrDefault(spec.abi(), usual).guest(spec);
    }

    @Override
    public void close() {
        new HashSet<>(special.values()).forEach(GuestRuntime::close);
        usual.close();
    }
}
