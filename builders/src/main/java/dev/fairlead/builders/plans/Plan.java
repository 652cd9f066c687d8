package dev.fairlead.builders.plans;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How an image is made: on which base (none for a program that needs nothing), from which files,
/// and what it starts. `brought` are files that seldom change, such as vendored packages; they have
/// a layer of their own, and so have packages that are installed.
public record Plan(
        AppRuntime runtime,
        List<String> seen,
        Optional<String> base,
        Packages packages,
        List<Placed> brought,
        List<Placed> own,
        List<String> command,
        Map<String, String> environment) {
    public static final String FOLDER = "/app";

    public Plan {
        seen = List.copyOf(seen);
        brought = List.copyOf(brought);
        own = List.copyOf(own);
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /// What is installed.
    public enum Packages {
        NONE(""),
        NPM(FOLDER + "/node_modules"),
        PIP("/packages");

        private final String place;

        Packages(String place) {
            this.place = place;
        }

        /// Where in the image.
        String place() {
            return place;
        }
    }

    /// A file of the source, and where it is in the image.
    public record Placed(String file, String at) {}

    /// As people read it.
    public List<String> lines(int port) {
        var lines = new ArrayList<String>();
        String why = seen.isEmpty() ? "fairlead.yaml" : String.join(", ", seen);
        lines.add(runtime.title() + ", because of " + why);
        lines.add("base image: " + base.orElse("none"));
        if (packages != Packages.NONE) {
            String tool = packages == Packages.NPM ? "npm" : "pip";
            lines.add("layer: packages that " + tool + " installs, in " + packages.place());
        }
        if (!brought.isEmpty()) {
            lines.add("layer: " + copied(brought) + " that the source brings");
        }
        lines.add("layer: " + copied(own));
        lines.add("command: " + String.join(" ", command));
        lines.add("port: " + port);
        return lines;
    }

    private static String copied(List<Placed> files) {
        String first = files.isEmpty() ? "" : " (" + files.getFirst().file();
        String others = files.size() > 1 ? ", …)" : ")";
        return files.size()
                + (files.size() == 1 ? " file" : " files")
                + " in "
                + FOLDER
                + (files.isEmpty() ? "" : first + others);
    }
}
