package dev.fairlead.builders.stacks.compose;

import dev.fairlead.builders.stacks.yaml.Node;
import dev.fairlead.builders.stacks.yaml.Node.Mapping;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.builders.stacks.yaml.Place;
import dev.fairlead.builders.stacks.yaml.Problems;
import dev.fairlead.builders.stacks.yaml.YamlFile;
import dev.fairlead.model.errors.InvalidValue;
import dev.fairlead.model.variables.Dotenv;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the compose files of a folder into one model.
public final class ComposeLoader {
    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml");
    private static final List<String> KINDS =
            List.of("services", "networks", "volumes", "configs", "secrets");
    private static final int MOST_FILES = 100;
    private static final int MOST_DEPTH = 10;
    private static final long MOST_ENV_BYTES = 1 << 20;

    private final Folder folder;
    private final Map<String, String> variables;
    private final Problems problems;
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private int read;

    /// `variables` hide those of `.env`.
    public ComposeLoader(Folder folder, Map<String, String> variables, Problems problems) {
        this.folder = folder;
        this.variables = Map.copyOf(variables);
        this.problems = problems;
    }

    /// Of the files that are `named`, later ones over earlier; of the usual ones where none is.
    /// Throws `BuildFailed` where one cannot be read.
    public Model load(List<Part> named) throws IOException {
        var files = new ArrayList<String>();
        for (Part one : named) {
            one.text()
                    .flatMap(text -> folder.inside(one, text))
                    .ifPresent(file -> {
                        if (folder.hasFile(file)) {
                            files.add(file);
                        } else {
                            one.refuse("there is no " + file);
                        }
                    });
        }
        problems.end();
        if (named.isEmpty()) {
            files.addAll(usual());
        }
        String project = Folder.above(files.getFirst());
        Map<String, String> own =
                dotenv(new Place(files.getFirst(), 1, project), project + "/.env");
        defaults.putAll(own);
        Mapping root = project(new Project(files, project, own), 0);
        return new Model(root, defaults);
    }

    private List<String> usual() {
        var files = new ArrayList<String>();
        for (String name : NAMES) {
            if (folder.hasFile(name)) {
                files.add(name);
                break;
            }
        }
        if (files.isEmpty()) {
            throw problems.failed(
                    new Place(NAMES.getFirst(), 1, ""),
                    "there is no compose file; add compose.yaml, or name one by compose: in"
                            + " fairlead.yaml");
        }
        for (String name : NAMES) {
            String override = name.replace(".y", ".override.y");
            if (folder.hasFile(override)) {
                files.add(override);
                break;
            }
        }
        return files;
    }

    private Map<String, String> dotenv(Place why, String path) throws IOException {
        String file = Folder.normal(path).orElse("");
        if (!folder.hasFile(file)) {
            return Map.of();
        }
        if (Files.size(folder.path(file)) > MOST_ENV_BYTES) {
            problems.refuse(why, file + " has more than 1 MiB");
            return Map.of();
        }
        byte[] bytes = Files.readAllBytes(folder.path(file));
        try {
            return Dotenv.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (InvalidValue e) {
            problems.refuse(why, file + ", " + e.what() + ": " + e.rule());
            return Map.of();
        }
    }

    /// Compose files that are merged with each other: `folder` is where their paths begin.
    private record Project(List<String> files, String folder, Map<String, String> defaults) {}

    private Mapping project(Project project, int depth) throws IOException {
        var resolving = new Resolving(name -> value(project, name), problems);
        Optional<Mapping> merged = Optional.empty();
        for (String file : project.files()) {
            Mapping next = resolving.all(read(file, project.folder()));
            merged = Optional.of(merged.map(under -> Merging.files(under, next)).orElse(next));
        }
        Mapping settled = Merging.settled(merged.orElseThrow());
        var extending =
                new Extending(
                        (why, file, from) -> {
                            if (!folder.hasFile(file)) {
                                throw problems.failed(why.place(), "there is no " + file);
                            }
                            return Merging.settled(resolving.all(read(file, from)));
                        },
                        problems);
        return included(Merging.settled(extending.all(settled)), project, depth);
    }

    private Optional<String> value(Project project, String name) {
        return Optional.ofNullable(variables.get(name))
                .or(() -> Optional.ofNullable(project.defaults().get(name)));
    }

    private Mapping read(String file, String from) throws IOException {
        if (++read > MOST_FILES) {
            throw problems.failed(
                    new Place(file, 1, from), "more than " + MOST_FILES + " files are read");
        }
        return YamlFile.read(folder.source(), file, from, problems);
    }

    private Mapping included(Mapping root, Project project, int depth) throws IOException {
        Optional<Node> said = root.get("include");
        if (said.isEmpty()) {
            return root;
        }
        Mapping all = root.without("include");
        for (Part one : new Part("include", said.get(), problems).items()) {
            Optional<Project> other = project(one, project);
            if (other.isEmpty()) {
                continue;
            }
            if (depth >= MOST_DEPTH) {
                throw problems.failed(
                        one.node().place(),
                        "include: files include each other in a circle, or more than "
                                + MOST_DEPTH
                                + " deep");
            }
            other.get().defaults().forEach(defaults::putIfAbsent);
            all = added(all, project(other.get(), depth + 1));
        }
        return all;
    }

    private Optional<Project> project(Part said, Project outer) throws IOException {
        List<Part> paths =
                said.isMapping()
                        ? said.get("path").map(Part::items).orElse(List.of())
                        : List.of(said);
        var files = new ArrayList<String>();
        for (Part path : paths) {
            Optional<String> file = path.text().flatMap(text -> folder.inside(path, text));
            if (file.isPresent() && !folder.hasFile(file.get())) {
                path.refuse("there is no " + file.get());
            } else {
                file.ifPresent(files::add);
            }
        }
        if (files.isEmpty() || files.size() < paths.size()) {
            if (paths.isEmpty()) {
                said.refuse("name the file by path:");
            }
            return Optional.empty();
        }
        String at =
                said.get("project_directory")
                        .flatMap(part -> part.text().flatMap(text -> folder.inside(part, text)))
                        .orElse(Folder.above(files.getFirst()));
        var values = new LinkedHashMap<String, String>();
        Optional<Part> named = said.get("env_file");
        if (named.isEmpty()) {
            values.putAll(dotenv(said.node().place(), at + "/.env"));
        }
        for (Part env : named.map(Part::items).orElse(List.of())) {
            Optional<String> file = env.text().flatMap(text -> folder.inside(env, text));
            if (file.isPresent() && !folder.hasFile(file.get())) {
                env.refuse("there is no " + file.get());
            } else if (file.isPresent()) {
                values.putAll(dotenv(env.node().place(), file.get()));
            }
        }
        values.putAll(outer.defaults());
        return Optional.of(new Project(files, at, values));
    }

    /// `more` beside what is there already; two things with one name are refused.
    private Mapping added(Mapping all, Mapping more) {
        Mapping sum = all;
        for (String kind : KINDS) {
            if (!(more.get(kind).orElse(null) instanceof Mapping from)) {
                continue;
            }
            Mapping to =
                    sum.get(kind).orElse(null) instanceof Mapping there
                            ? there
                            : Mapping.of(Map.of(), from.place());
            for (var entry : from.entries().entrySet()) {
                Node there = to.entries().get(entry.getKey());
                if (there != null && !there.place().equals(entry.getValue().place())) {
                    problems.refuse(
                            entry.getValue().place(),
                            kind
                                    + "."
                                    + entry.getKey()
                                    + ": "
                                    + there.place()
                                    + " has one of that name, too");
                }
                to = to.with(entry.getKey(), entry.getValue());
            }
            sum = sum.with(kind, to);
        }
        for (String key : more.entries().keySet()) {
            if (!KINDS.contains(key) && sum.get(key).isEmpty() && !key.startsWith("x-")) {
                sum = sum.with(key, more.entries().getOrDefault(key, Scalar.of("", sum.place())));
            }
        }
        return sum;
    }
}
