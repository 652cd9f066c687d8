package dev.fairlead.builders.stacks.services;

import dev.fairlead.builders.stacks.compose.Folder;
import dev.fairlead.builders.stacks.yaml.Part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What a service's variables are: templates for `values`, and those that are `passed` on.
record Environments(Map<String, String> values, Set<String> passed) {
    private static final long MOST_BYTES = 1 << 20;

    static Environments of(Part service, Folder folder) throws IOException {
        var all = new LinkedHashMap<String, Optional<String>>();
        for (Part file : files(service)) {
            all.putAll(file(file, folder));
        }
        Optional<Part> environment = service.get("environment");
        if (environment.isPresent()) {
            environment
                    .get()
                    .pairs()
                    .forEach((name, value) -> {
                        if (!name.matches("[^=\\s$\\x00]+")) {
                            environment.get().refuse("no variable can be called " + name);
                        }
                        all.put(name, value.flatMap(Part::text));
                    });
        }
        var values = new LinkedHashMap<String, String>();
        var passed = new TreeSet<String>();
        all.forEach((name, value) -> {
            if (name.toUpperCase(Locale.ROOT).startsWith("FAIRLEAD_")) {
                service.refuse(
                        "environment", "" + name + ": names with FAIRLEAD_ are the platform's");
            }
            value.ifPresentOrElse(text -> values.put(name, text), () -> passed.add(name));
        });
        return new Environments(values, passed);
    }

    private static Iterable<Part> files(Part service) {
        Optional<Part> said = service.get("env_file");
        return said.filter(Part::isMapping)
                .map(List::of)
                .orElseGet(() -> said.map(Part::items).orElse(List.of()));
    }

    private static Map<String, Optional<String>> file(Part said, Folder folder) throws IOException {
        boolean required = said.get("required").map(Part::truth).orElse(true);
        Optional<String> format = said.text("format");
        if (format.isPresent() && !format.get().equals("raw")) {
            said.refuse("format", "there is raw alone");
        }
        Optional<Part> path = said.isMapping() ? said.get("path") : Optional.of(said);
        Optional<String> file =
                path.flatMap(part -> part.text().flatMap(text -> folder.inside(part, text)));
        if (path.isEmpty()) {
            said.refuse("name the file by path:");
        }
        if (file.isEmpty()) {
            return Map.of();
        }
        if (!folder.hasFile(file.get())) {
            if (required) {
                said.refuse("there is no " + file.get());
            }
            return Map.of();
        }
        if (Files.size(folder.path(file.get())) > MOST_BYTES) {
            said.refuse(file.get() + " has more than 1 MiB");
            return Map.of();
        }
        byte[] bytes = Files.readAllBytes(folder.path(file.get()));
        return EnvFile.read(
                said, file.get(), new String(bytes, StandardCharsets.UTF_8), format.isPresent());
    }
}
