package dev.fairlead.builders.intake;

import dev.fairlead.builders.store.BlobStore;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Puts a source together from what is here and what was sent.
public final class Assembly {
    private Assembly() {}

    /// Makes the manifest's tree at `directory` from `blobs` and the files below `sent`; the
    /// indexes of those that are in neither. Throws `BuildFailed` for a file that was sent and is
    /// not what the manifest says, or not in it.
    public static List<Integer> assemble(
            Manifest manifest, BlobStore blobs, Path sent, Path directory) throws IOException {
        List<Integer> missing = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < manifest.files().size(); i++) {
            Manifest.Item item = manifest.files().get(i);
            Path target = directory.resolve(item.path());
            Path file = sent.resolve(item.path());
            if (Files.isRegularFile(file)) {
                used.add(item.path());
                if (!BlobStore.hashOf(file).equals(item.hash())) {
                    throw EntryNames.refused(item.path(), "is not what the manifest says");
                }
                Files.createDirectories(target.getParent());
                Files.move(file, target);
            } else if (!blobs.link(item.hash(), target)) {
                missing.add(i);
                continue;
            }
            if (Files.size(target) != item.size()) {
                throw EntryNames.refused(item.path(), "has another size than the manifest says");
            }
        }
        refuseOthers(sent, used);
        return missing;
    }

    private static void refuseOthers(Path sent, Set<String> used) throws IOException {
        if (!Files.isDirectory(sent)) {
            return;
        }
        try (Stream<Path> rest = Files.walk(sent)) {
            rest.filter(Files::isRegularFile)
                    .map(file -> sent.relativize(file).toString())
                    .filter(name -> !used.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new BuildFailed(
                                ErrorCode.ARCHIVE_REFUSED,
                                "The entry " + name + " is not in the manifest.");
                    });
        }
    }
}
