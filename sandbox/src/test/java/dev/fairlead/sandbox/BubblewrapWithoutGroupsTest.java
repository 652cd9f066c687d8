package dev.fairlead.sandbox;

import dev.fairlead.sandbox.cgroups.Cgroups;
import dev.fairlead.sandbox.cgroups.NoCgroups;

import java.util.List;

/// The same on a machine that lets us make no control groups.
class BubblewrapWithoutGroupsTest extends BubblewrapTest {
    @Override
    Cgroups cgroups() {
        return new NoCgroups();
    }

    @Override
    protected List<Ending> memoryEndings() {
        return List.of(new Ending.OutOfMemory(), new Ending.Exited(1));
    }
}
