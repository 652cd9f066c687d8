package dev.fairlead.engine.images;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The images of an engine. One is named by its id or by a reference, as a `String`.
public interface Images {
    /// Empty where it is not there.
    Optional<Image> inspect(String image) throws IOException;

    /// Those that carry all of the labels (`name` or `name=value`).
    List<ImageSummary> list(List<String> labels) throws IOException;

    /// Fetches an image from its registry, or what changed of it. `UNAUTHORIZED` where the registry
    /// wants other credentials; `MISSING` where there is no such image, as far as the engine tells
    /// that apart.
    void pull(
            Reference image,
            Optional<Credentials> credentials,
            Duration patience,
            Consumer<Progress> progress)
            throws IOException;

    /// Asks a registry whether it takes the credentials; `UNAUTHORIZED` where it does not.
    void check(Credentials credentials) throws IOException;

    /// Sends an image to the registry that its reference names; the digest of its manifest there,
    /// where the engine tells.
    Optional<String> push(
            Reference image,
            Optional<Credentials> credentials,
            Duration patience,
            Consumer<Progress> progress)
            throws IOException;

    /// Gives an image one more name.
    void tag(String image, Reference name) throws IOException;

    /// Takes in images from a tar as Docker saves it (OCI layouts not everywhere); the names or ids
    /// that it had.
    Set<String> load(InputStream tar, Duration patience) throws IOException;

    /// Images as a tar, as Docker saves it; to be closed. There is no deadline once it has begun.
    InputStream save(Set<String> images) throws IOException;

    /// Makes an image of one layer from a tar of its files; its id. Labels must not have line
    /// breaks.
    String importLayer(InputStream tar, Map<String, String> labels, Duration patience)
            throws IOException;

    /// Builds an image with the engine's classic builder; its id. `context` is a tar of the files
    /// that commands may copy; each line of output is told while it runs, long ones in pieces.
    /// `BUILD` with the builder's words where it fails. One that takes too long is left; with
    /// Podman the command that it is at goes on.
    String build(BuildSpec spec, InputStream context, Consumer<String> output) throws IOException;

    /// Takes the name away, and the image with the last of them; by id the image with all. Without
    /// effect where it is not there, `CONFLICT` while a container runs it.
    void remove(String image) throws IOException;

    /// Removes all that carry the label and that no container uses; the bytes won.
    long prune(String label) throws IOException;
}
