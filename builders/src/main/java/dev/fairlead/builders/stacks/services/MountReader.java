package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.yaml.Node.Scalar;
import dev.fairlead.builders.stacks.yaml.Part;
import dev.fairlead.model.stacks.StackMount;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a service sees where: volumes, files of the folder, file systems in memory, configs and
/// secrets.
final class MountReader {
    private static final long MOST_BYTES = 1 << 20;
    private static final int MOST_FILES = 100;
    private static final int READABLE = 0444;
    private static final int RUNNABLE = 0555;
    private static final String INSTEAD = "; copy it into the image, or use a volume with a name";

    private final Part service;
    private final Folder folder;
    private final Resources resources;
    private final Map<String, StackMount> mounts = new LinkedHashMap<>();
    private int files;

    MountReader(Part service, Folder folder, Resources resources) {
        this.service = service;
        this.folder = folder;
        this.resources = resources;
    }

    List<StackMount> all() throws IOException {
        for (Part part : items("volumes")) {
            if (part.isMapping()) {
                mount(part);
            } else {
                mountText(part, part.text().orElse(""));
            }
        }
        for (Part part : items("tmpfs")) {
            String[] said = part.text().orElse("").split(":", 2);
            add(
                    part,
                    new StackMount.Temporary(said[0], size(part, said.length > 1 ? said[1] : "")));
        }
        for (Part part : items("configs")) {
            grant(part, resources.configs(), "/", false);
        }
        for (Part part : items("secrets")) {
            grant(part, resources.secrets(), "/run/secrets/", true);
        }
        return new ArrayList<>(mounts.values());
    }

    private List<Part> items(String key) {
        return service.get(key).map(Part::items).orElse(List.of());
    }

    private void add(Part part, StackMount mount) {
        String target = mount.target();
        Optional<String> normal = Folder.normal(target);
        if (!target.startsWith("/") || target.contains("\0") || normal.isEmpty()) {
            part.refuse("must be at an absolute path, not " + target);
        } else if (normal.get().isEmpty()) {
            part.refuse("cannot be at /");
        } else if (mounts.put(target, mount) != null) {
            part.refuse("there is more than one thing at " + target);
        }
    }

    private long size(Part part, String options) {
        long bytes = 0;
        for (String option : options.split(",", -1)) {
            if (option.startsWith("size=")) {
                Part size =
                        new Part(
                                part.path(),
                                Scalar.of(option.substring(5), part.node().place()),
                                part.problems());
                bytes = Amounts.bytes(size).orElse(0L);
            } else if (!option.isBlank()) {
                part.remark(option + " is ignored: there is size alone");
            }
        }
        return bytes;
    }

    private void mountText(Part part, String text) throws IOException {
        String[] said = text.split(":", -1);
        if (said.length > 3 || text.isEmpty()) {
            part.refuse("use NAME:/path or ./file:/path, and :ro where it is only read");
            return;
        }
        if (said.length == 1) {
            add(part, new StackMount.Scratch(text));
            return;
        }
        boolean readOnly = said.length == 3 && Arrays.asList(said[2].split(",", -1)).contains("ro");
        boolean path = said[0].matches("[./~].*") || said[0].contains("/");
        if (path) {
            bind(part, said[0], said[1], readOnly);
        } else {
            volume(part, said[0], said[1], readOnly);
        }
    }

    private void mount(Part part) throws IOException {
        Keys.MOUNT.check(part);
        String target = part.text("target").orElse("");
        Optional<String> source = part.text("source");
        boolean readOnly = part.truth("read_only");
        switch (part.text("type").orElse("")) {
            case "volume" -> {
                part.get("volume")
                        .flatMap(options -> options.get("subpath"))
                        .ifPresent(one -> one.refuse("is not supported yet"));
                if (source.isPresent()) {
                    volume(part, source.get(), target, readOnly);
                } else {
                    add(part, new StackMount.Scratch(target));
                }
            }
            case "tmpfs" ->
                    add(
                            part,
                            new StackMount.Temporary(
                                    target,
                                    part.get("tmpfs")
                                            .flatMap(options -> options.get("size"))
                                            .flatMap(Amounts::bytes)
                                            .orElse(0L)));
            case "bind" -> bind(part, source.orElse(""), target, readOnly);
            default -> part.refuse("type", "there are volume, bind and tmpfs");
        }
    }

    private void volume(Part part, String name, String target, boolean readOnly) {
        if (!resources.volumes().contains(name)) {
            part.refuse("the volume " + name + " is not in volumes: at the top");
        }
        add(part, new StackMount.Volume(name, target, readOnly));
    }

    private void bind(Part part, String source, String target, boolean readOnly)
            throws IOException {
        if (source.endsWith(".sock")) {
            part.refuse(
                    source
                            + " is a socket of the server's machine; a service that has the"
                            + " engine's is root there");
            return;
        }
        if (source.startsWith("/") || source.startsWith("~")) {
            part.refuse(
                    source
                            + " is a path of the server's machine, which stacks do not see; put the"
                            + " file into this folder, or use a volume with a name");
            return;
        }
        Optional<String> path = folder.inside(part, source.isEmpty() ? "." : source);
        if (path.isEmpty()) {
            return;
        }
        if (!readOnly) {
            part.remark("is a copy of the folder's files, and cannot be written");
        }
        if (folder.hasFile(path.get())) {
            copy(part, path.get(), target, Optional.empty(), false);
        } else if (folder.hasFolder(path.get())) {
            List<String> below = folder.below(path.get());
            if (below.size() > MOST_FILES) {
                part.refuse(
                        (path.get().isEmpty() ? "the folder" : path.get())
                                + " has more than "
                                + MOST_FILES
                                + " files"
                                + INSTEAD);
                return;
            }
            for (String file : below) {
                copy(
                        part,
                        path.get().isEmpty() ? file : path.get() + "/" + file,
                        (target.endsWith("/") ? target : target + "/") + file,
                        Optional.empty(),
                        false);
            }
        } else {
            part.refuse("there is no " + path.get());
        }
    }

    private void copy(Part part, String file, String target, Optional<Integer> mode, boolean secret)
            throws IOException {
        if (++files == MOST_FILES + 1) {
            part.refuse("the service has more than " + MOST_FILES + " files" + INSTEAD);
        }
        if (files > MOST_FILES) {
            return;
        }
        if (Files.size(folder.path(file)) > MOST_BYTES) {
            part.refuse(file + " has more than 1 MiB" + INSTEAD);
            return;
        }
        byte[] bytes = Files.readAllBytes(folder.path(file));
        boolean runs = bytes.length > 1 && bytes[0] == '#' && bytes[1] == '!';
        String content = Base64.getEncoder().encodeToString(bytes);
        int usual = runs && !secret ? RUNNABLE : READABLE;
        add(part, new StackMount.Content(target, content, true, mode.orElse(usual), secret));
    }

    private void grant(Part part, Map<String, Part> all, String at, boolean secret)
            throws IOException {
        if (part.isMapping()) {
            Keys.GRANT.check(part);
        }
        String name = (part.isMapping() ? part.text("source") : part.text()).orElse("");
        Part source = all.get(name);
        if (source == null) {
            part.refuse("there is no " + name + " at the top");
            return;
        }
        String said = part.text("target").orElse(name);
        String target = said.startsWith("/") ? said : at + said;
        Optional<Integer> mode = part.get("mode").flatMap(MountReader::mode);
        Optional<Part> file = source.get("file");
        Optional<String> variable = source.text("environment");
        Optional<String> content = source.text("content");
        if (file.isPresent()) {
            Optional<String> path =
                    file.get().text().flatMap(text -> folder.inside(file.get(), text));
            if (path.isPresent() && folder.hasFile(path.get())) {
                copy(part, path.get(), target, mode, secret);
            } else if (path.isPresent()) {
                file.get().refuse("there is no " + path.get());
            }
        } else if (variable.isPresent() && !variable.get().matches("[A-Za-z_][A-Za-z0-9_]*")) {
            source.refuse("environment", "is no name of a variable");
        } else if (variable.isPresent() || content.isPresent()) {
            String template =
                    variable.map(text -> "${" + text + "?" + name + " needs it}")
                            .or(() -> content)
                            .orElse("");
            add(
                    part,
                    new StackMount.Content(target, template, false, mode.orElse(READABLE), secret));
        }
    }

    /// Nothing can be written.
    private static Optional<Integer> mode(Part part) {
        String text = part.text().orElse("").replaceFirst("^0?o?", "");
        if (!text.matches("[0-7]{3,4}")) {
            part.refuse("use a mode such as 0440");
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(text, 8) & RUNNABLE);
    }
}
