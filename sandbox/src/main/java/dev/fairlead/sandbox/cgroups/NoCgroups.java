package dev.fairlead.sandbox.cgroups;

import java.util.List;
import java.util.Set;

/// A machine that lets us make no groups: limits of single processes and a watcher have to do.
public final class NoCgroups implements Cgroups {
    @Override
    public Group open(String name, Limits limits) {
        return new Nothing();
    }

    @Override
    public Set<Controller> holds() {
        return Set.of();
    }

    @Override
    public String kind() {
        return "none";
    }

    @Override
    public void sweep() {
        // Nothing is ever left.
    }

    @Override
    public void close() {
        // Nothing is ever left.
    }

    private static final class Nothing implements Group {
        @Override
        public void enter(long pid) {
            // There is nowhere to go.
        }

        @Override
        public boolean outOfMemory() {
            return false;
        }

        @Override
        public List<Long> processes() {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing is ever left.
        }
    }
}
