package dev.fairlead.engine.containers;

import dev.fairlead.engine.streams.Attachment;
import dev.fairlead.engine.streams.ExecResult;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.engine.streams.LogQuery;
import dev.fairlead.engine.streams.LogStream;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// The containers of an engine. `MISSING` where the one that is named is not there.
public interface Containers {
    /// Its id; `MISSING` where the image or the network is not there, `UNSUPPORTED` where the
    /// engine has no such runtime.
    String create(ContainerSpec spec) throws IOException;

    /// Without effect on one that runs.
    void start(String container) throws IOException;

    /// Sends the signal that the container named, waits for `grace` (whole seconds, rounded up),
    /// then kills. Returns when it has ended; without effect on one that has.
    void stop(String container, Duration grace) throws IOException;

    /// Sends a signal, as in `SIGHUP`, to the first process; without effect where none runs.
    void kill(String container, String signal) throws IOException;

    /// Freezes all processes; `CONFLICT` where it is frozen or does not run.
    void pause(String container) throws IOException;

    /// `CONFLICT` where it is not frozen.
    void unpause(String container) throws IOException;

    /// Asks to be told the end of a container that was started; at once where it came already.
    Waiting await(String container) throws IOException;

    Container inspect(String container) throws IOException;

    /// All that the engine knows of it, in its own JSON.
    String description(String container) throws IOException;

    /// Those that carry all of the labels (`name` or `name=value`), whatever their state.
    List<ContainerSummary> list(List<String> labels) throws IOException;

    /// Changes memory, processors and processes of one that runs; the other limits stay.
    /// `UNSUPPORTED` where the engine cannot.
    void update(String container, Limits limits) throws IOException;

    /// Removes it with the volumes that only it has, killing it first where it runs; without effect
    /// where it is not there. With Podman `CONFLICT` while another is joined to its network.
    void remove(String container) throws IOException;

    /// What it takes; `CONFLICT` or `MISSING` where it does not run. Docker 20.10 answers with its
    /// next sample, which takes up to a second.
    Usage usage(String container) throws IOException;

    /// Runs a command in a container that runs, without input, and waits for its end.
    ExecResult exec(String container, ExecSpec spec) throws IOException;

    /// The same with an input, which is read to its end or until the command's. When a command ends
    /// that did not read all of it, Podman may lose what it printed last.
    ExecResult exec(String container, ExecSpec spec, InputStream input) throws IOException;

    /// Attaches to streams of a container, as a rule before its start. The input can be attached to
    /// one that was made for it.
    Attachment attach(String container, Set<Attachment.Stream> streams) throws IOException;

    /// Unpacks a tar in a folder of a container, of which it must not be more than `patience`
    /// allows to send.
    void copyIn(String container, String folder, InputStream tar, Duration patience)
            throws IOException;

    /// A file or folder of a container as a tar; to be closed. There is no deadline once it has
    /// begun, and no bound but the reader's.
    InputStream copyOut(String container, String path) throws IOException;

    /// What it printed; `UNSUPPORTED` where that is not kept. To be closed. With `follow` there is
    /// no deadline.
    LogStream logs(String container, LogQuery query) throws IOException;
}
