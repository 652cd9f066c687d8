package dev.fairlead.builders.stacks.yaml;

import dev.fairlead.builders.intake.SourceTree;
import dev.fairlead.builders.stacks.yaml.Node.Change;
import dev.fairlead.builders.stacks.yaml.Node.Listing;
import dev.fairlead.builders.stacks.yaml.Node.Mapping;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a YAML file of strangers: of at most 1 MiB, and of 100,000 values with what its aliases
/// stand for.
public final class YamlFile {
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_NODES = 100_000;
    private static final int MOST_ALIASES = 2000;
    private static final int MOST_DEPTH = 50;
    private static final String MERGE = "<<";

    private final String file;
    private final String folder;
    private final Problems problems;
    private final Set<org.yaml.snakeyaml.nodes.Node> open =
            Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlFile(String file, String folder, Problems problems) {
        this.file = file;
        this.folder = folder;
        this.problems = problems;
    }

    /// The mapping that `file` is; an empty one where it is empty. Its relative paths begin at
    /// `folder`. Throws `BuildFailed` where it cannot be read.
    public static Mapping read(SourceTree source, String file, String folder, Problems problems)
            throws IOException {
        Path path = source.path(file);
        var top = new Place(file, 1, folder);
        if (Files.size(path) > MOST_BYTES) {
            throw problems.failed(top, "it has more than 1 MiB");
        }
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        return new YamlFile(file, folder, problems).read(text, top);
    }

    private Mapping read(String text, Place top) {
        var options = new LoaderOptions();
        options.setMaxAliasesForCollections(MOST_ALIASES);
        options.setNestingDepthLimit(MOST_DEPTH);
        org.yaml.snakeyaml.nodes.@Nullable Node root;
        try {
            root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw problems.failed(
                    new Place(file, line, folder), "no YAML: " + said(e.getProblem()));
        } catch (YAMLException e) {
            throw problems.failed(top, "no YAML: " + said(e.getMessage()));
        }
        if (root == null) {
            return Mapping.of(Map.of(), top);
        }
        return switch (made(root)) {
            case Mapping mapping -> mapping;
            case Scalar scalar when scalar.nothing() -> Mapping.of(Map.of(), top);
            case Scalar _, Listing _ -> throw problems.failed(top, "it must be a mapping of keys");
        };
    }

    private static String said(@Nullable String why) {
        return why == null ? "it cannot be read" : why.lines().findFirst().orElse("");
    }

    private Place place(org.yaml.snakeyaml.nodes.Node node) {
        return new Place(file, node.getStartMark().getLine() + 1, folder);
    }

    private Node made(org.yaml.snakeyaml.nodes.Node node) {
        Place place = place(node);
        if (++nodes > MOST_NODES) {
            throw problems.failed(
                    place, "its aliases stand for more than " + MOST_NODES + " values");
        }
        if (!open.add(node)) {
            throw problems.failed(place, "an alias stands for what it is within");
        }
        Node made =
                switch (node) {
                    case ScalarNode scalar -> scalar(scalar, place);
                    case SequenceNode sequence ->
                            new Listing(
                                    sequence.getValue().stream().map(this::made).toList(),
                                    place,
                                    change(node, Tag.SEQ, place));
                    case MappingNode mapping ->
                            new Mapping(entries(mapping), place, change(node, Tag.MAP, place));
                    default -> throw problems.failed(place, "an alias stands for nothing");
                };
        open.remove(node);
        return made;
    }

    private Scalar scalar(ScalarNode node, Place place) {
        boolean own = node.getTag().startsWith(Tag.PREFIX);
        Change change = own ? Change.NONE : change(node, Tag.STR, place);
        boolean nothing =
                own
                        ? node.getTag().equals(Tag.NULL)
                        : node.isPlain() && Set.of("", "~", "null").contains(node.getValue());
        return new Scalar(nothing ? "" : node.getValue(), nothing, place, change);
    }

    private Change change(org.yaml.snakeyaml.nodes.Node node, Tag usual, Place place) {
        if (node.getTag().equals(usual)) {
            return Change.NONE;
        }
        return switch (node.getTag().getValue()) {
            case "!reset" -> Change.RESET;
            case "!override" -> Change.OVERRIDE;
            default ->
                    throw problems.failed(
                            place, "the tag " + node.getTag().getValue() + " is not known");
        };
    }

    private Map<String, Node> entries(MappingNode mapping) {
        var entries = new LinkedHashMap<String, Node>();
        var merged = new ArrayList<org.yaml.snakeyaml.nodes.Node>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw problems.failed(place, "a key must be a text");
            }
            if (key.getValue().equals(MERGE) && key.isPlain()) {
                merged.add(tuple.getValueNode());
            } else if (entries.put(key.getValue(), made(tuple.getValueNode())) != null) {
                problems.refuse(place, "the key " + key.getValue() + " is there twice");
            }
        }
        for (var node : merged) {
            for (Node from : sources(made(node))) {
                if (!(from instanceof Mapping other)) {
                    throw problems.failed(from.place(), "<< takes mappings alone");
                }
                other.entries().forEach(entries::putIfAbsent);
            }
        }
        return entries;
    }

    private static List<Node> sources(Node node) {
        return node instanceof Listing listing ? listing.items() : List.of(node);
    }
}
