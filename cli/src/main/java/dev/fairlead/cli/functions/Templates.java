package dev.fairlead.cli.functions;

import dev.fairlead.cli.sources.ProjectFile;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What `create` makes folders from: the examples, as they lie in this jar. Each is called by its
/// language.
final class Templates {
    private static final String FOLDERS = "/templates";
    private static final String PREFIX = "hello-";

    private Templates() {}

    private interface Work<T> {
        T with(Path templates) throws IOException;
    }

    static List<String> names() throws IOException {
        return inside(templates -> {
            try (Stream<Path> all = Files.list(templates)) {
                return all.map(folder -> String.valueOf(folder.getFileName()))
                        .filter(name -> name.startsWith(PREFIX))
                        .map(name -> name.substring(PREFIX.length()).replace("/", ""))
                        .sorted()
                        .toList();
            }
        });
    }

    /// Writes a template into `folder`, as a function of this name.
    static void copy(String template, Path folder, String name) throws IOException {
        inside(templates -> {
            Path from = templates.resolve(PREFIX + template);
            try (Stream<Path> all = Files.walk(from)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.resolve(from.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
            return folder;
        });
        Path file = folder.resolve(ProjectFile.NAME);
        Files.writeString(
                file, Files.readString(file).replaceFirst("(?m)^name: .*$", "name: " + name));
    }

    private static <T> T inside(Work<T> work) throws IOException {
        URL url = Templates.class.getResource(FOLDERS);
        if (url == null) {
            throw new IllegalStateException("there are no templates in the jar");
        }
        try {
            URI uri = url.toURI();
            if (!uri.getScheme().equals("jar")) {
                return work.with(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return work.with(jar.getPath(FOLDERS));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has no address: " + url, e);
        }
    }
}
