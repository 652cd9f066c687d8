package dev.fairlead.builders.plans;

import dev.fairlead.builders.plans.Plan.Packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A jar that was built already, with the libraries that lie beside it.
final class JavaPlan {
    private static final String USUAL = "eclipse-temurin:25-jre";
    private static final Pattern PLACE = Pattern.compile("((target|build/libs)/)?[^/]+\\.jar");
    private static final Pattern NO_PROGRAM =
            Pattern.compile(".*(-sources|-javadoc|-tests|-plain)\\.jar|(.*/)?original-[^/]*");
    private static final List<String> LIBRARIES = List.of("lib/", "libs/", "dependency/");
    private static final List<String> BUILDS =
            List.of("pom.xml", "build.gradle", "build.gradle.kts");

    private JavaPlan() {}

    static List<String> signs(Folder folder) {
        List<String> jars = jars(folder);
        List<String> builds = BUILDS.stream().filter(folder::has).toList();
        return Stream.concat(jars.stream(), builds.stream()).toList();
    }

    private static List<String> jars(Folder folder) {
        var found = new ArrayList<String>();
        for (String file : folder.files()) {
            if (PLACE.matcher(file).matches()
                    && !NO_PROGRAM.matcher(file).matches()
                    && mainClass(folder, file).isPresent()) {
                found.add(file);
            }
        }
        return found;
    }

    private static Optional<String> mainClass(Folder folder, String jar) {
        try (var open = new JarFile(folder.path(jar).toFile(), false)) {
            return Optional.ofNullable(open.getManifest())
                    .map(all -> all.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            // What is no jar is no program, whatever its name is.
            return Optional.empty();
        }
    }

    static Plan of(Folder folder, Wishes wishes) {
        List<String> jars = jars(folder);
        if (jars.size() != 1 && wishes.command().isEmpty()) {
            throw Folder.wrong(jars.isEmpty() ? none(folder) : several(jars));
        }
        String jar = jars.isEmpty() ? "" : jars.getFirst();
        String beside = jar.substring(0, jar.lastIndexOf('/') + 1);
        return new Plan(
                AppRuntime.JAVA,
                signs(folder),
                wishes.base().or(() -> Optional.of(USUAL)),
                Packages.NONE,
                folder.placed(file -> isLibrary(file, beside)),
                folder.placed(
                        file -> !isLibrary(file, beside) && (beside.isEmpty() || file.equals(jar))),
                wishes.command().isEmpty() ? List.of("java", "-jar", jar) : wishes.command(),
                Map.of());
    }

    private static boolean isLibrary(String file, String beside) {
        return LIBRARIES.stream().anyMatch(name -> file.startsWith(beside + name));
    }

    private static String none(Folder folder) {
        boolean source = BUILDS.stream().anyMatch(folder::has);
        return source
                ? "There is no built jar with a Main-Class in target or build/libs: build it first"
                        + " (mvn package, gradle build), and see that .dockerignore and"
                        + " .fairleadignore let it through."
                : "There is no jar with a Main-Class. Looked beside fairlead.yaml, in target and in"
                        + " build/libs.";
    }

    private static String several(List<String> jars) {
        return "There are several programs: "
                + String.join(", ", jars)
                + ". Say which by `command: [java, -jar, NAME.jar]` in fairlead.yaml.";
    }
}
