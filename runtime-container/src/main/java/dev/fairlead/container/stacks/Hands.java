package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Closing;
import dev.fairlead.container.instances.ContainerSettings;
import dev.fairlead.container.instances.Launcher;
import dev.fairlead.container.instances.Networked;
import dev.fairlead.engine.Engine;

/// What containers are handled with.
public record Hands(
        Engine engine,
        Launcher launcher,
        Networked networks,
        ContainerSettings settings,
        Closing closing) {}
