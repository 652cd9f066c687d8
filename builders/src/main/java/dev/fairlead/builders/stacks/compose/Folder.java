package dev.fairlead.builders.stacks.compose;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.builders.stacks.yaml.Place;
import dev.fairlead.builders.stacks.yaml.Problems;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The source folder of a stack. Nothing beyond it can be named.
public final class Folder {
    private final SourceTree source;
    private final Set<String> files;
    private final Set<String> folders = new HashSet<>(Set.of(""));

    public Folder(SourceTree source) {
        this.source = source;
        this.files = new HashSet<>(source.files());
        for (String file : source.files()) {
            String at = above(file);
            while (folders.add(at)) {
                at = above(at);
            }
        }
    }

    public SourceTree source() {
        return source;
    }

    public boolean hasFile(String path) {
        return files.contains(path);
    }

    public boolean hasFolder(String path) {
        return folders.contains(path);
    }

    public Path path(String file) {
        return source.path(file);
    }

    /// The files below `folder`, by their paths in it.
    public List<String> below(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return source.files().stream()
                .filter(file -> file.startsWith(prefix))
                .map(file -> file.substring(prefix.length()))
                .toList();
    }

    /// The folder that a file is in; empty for the source's own.
    public static String above(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /// The path of what is called `text` where `part` stands. Empty, and refused, where that is not
    /// in this folder.
    public Optional<String> inside(Part part, String text) {
        return inside(part.node().place(), text, part.path() + ": ", part.problems());
    }

    static Optional<String> inside(Place place, String text, String what, Problems problems) {
        if (text.startsWith("/") || text.startsWith("~") || text.contains("://")) {
            problems.refuse(
                    place, what + text + " is not in the stack's folder; use a relative path");
            return Optional.empty();
        }
        Optional<String> path = normal(place.folder() + "/" + text);
        if (path.isEmpty()) {
            problems.refuse(place, what + text + " leads out of the stack's folder");
        }
        return path;
    }

    /// The path without `.` and `..`; empty where it leads out.
    public static Optional<String> normal(String path) {
        var names = new ArrayDeque<String>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                if (names.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return Optional.of(String.join("/", names));
    }
}
