package dev.fairlead.builders.intake;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.ContentHash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A source as the hashes of its files. A value of this type is one that an archive could have
/// been: its names are plain and stay inside, and its sizes are within the limits.
public final class Manifest {
    private final List<Item> files;

    /// One file; `size` in bytes.
    public record Item(String path, ContentHash hash, long size) {}

    private Manifest(List<Item> files) {
        this.files = List.copyOf(files);
    }

    /// Throws `BuildFailed` for what an archive would be refused for.
    public static Manifest of(List<Item> items, IntakeLimits limits) {
        if (items.isEmpty()) {
            throw new BuildFailed(ErrorCode.SOURCE_INVALID, "The manifest has no files.");
        }
        if (items.size() > limits.entries()) {
            throw new BuildFailed(
                    ErrorCode.ARCHIVE_REFUSED,
                    "The manifest has more than " + limits.entries() + " files.");
        }
        var names = new EntryNames();
        var checked = new ArrayList<Item>();
        long bytes = 0;
        for (Item item : items) {
            String name = names.add(item.path(), false);
            if (name.isEmpty()) {
                throw EntryNames.refused(item.path(), "has no name");
            }
            bytes += item.size();
            if (item.size() < 0 || bytes > limits.unpackedBytes()) {
                throw new BuildFailed(
                        ErrorCode.ARCHIVE_REFUSED,
                        "The files are more than " + (limits.unpackedBytes() >> 20) + " MiB.");
            }
            checked.add(new Item(name, item.hash(), item.size()));
        }
        return new Manifest(checked);
    }

    /// Reads what `text` wrote. Throws like `of`.
    public static Manifest parse(String text, IntakeLimits limits) {
        var items = new ArrayList<Item>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ", 3);
            items.add(new Item(parts[2], new ContentHash(parts[0]), Long.parseLong(parts[1])));
        }
        return of(items, limits);
    }

    /// A line `HASH SIZE PATH` for each file, in the order they were given.
    public String text() {
        var text = new StringBuilder();
        for (Item item : files) {
            text.append(item.hash()).append(' ').append(item.size()).append(' ');
            text.append(item.path()).append('\n');
        }
        return text.toString();
    }

    /// The hash of `text`, by which a client names the manifest that it sent.
    public ContentHash id() {
        return ContentHash.of(text().getBytes(StandardCharsets.UTF_8));
    }

    public List<Item> files() {
        return files;
    }
}
