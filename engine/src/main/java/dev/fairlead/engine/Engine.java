package dev.fairlead.engine;

import dev.fairlead.engine.containers.Containers;
import dev.fairlead.engine.events.EventListener;
import dev.fairlead.engine.events.Subscription;
import dev.fairlead.engine.images.Images;
import dev.fairlead.engine.labels.Kind;
import dev.fairlead.engine.labels.Labelled;
import dev.fairlead.engine.networks.Networks;
import dev.fairlead.engine.volumes.Volumes;

import java.io.IOException;
import java.util.List;

/// What runs containers on a machine. Its calls block and are meant for virtual threads. Each has a
/// deadline, unless it says otherwise, and each answer a bound. A call throws `EngineFailed` where
/// the engine refuses, and any other `IOException` where it cannot be reached, goes away, takes too
/// long or answers what is not its API. An interrupt ends a call with an `IOException`.
///
/// What is named by a `String` is named by its id, as the engine gave it, or by its name; one that
/// cannot be a name is an `IllegalArgumentException`.
public interface Engine extends AutoCloseable {
    /// Returns when it answers.
    void ping() throws IOException;

    /// Asks what it is and can do; throws where it is too old to be spoken to.
    EngineFacts facts() throws IOException;

    Containers containers();

    Images images();

    Networks networks();

    Volumes volumes();

    /// Tells of what happens to what carries all of the labels (`name` or `name=value`; none for
    /// everything), in one thread, until the subscription or the engine is closed. Engines tell the
    /// labels of containers and images alone.
    Subscription listen(List<String> labels, EventListener listener);

    /// Those that carry the label (`name` or `name=value`), with all their labels.
    List<Labelled> labelled(Kind kind, String label) throws IOException;

    /// Removes it, by force; without effect where it is not there.
    void remove(Kind kind, String id) throws IOException;

    /// Ends subscriptions and lets go of connections that wait; what is attached stays so.
    @Override
    void close();
}
