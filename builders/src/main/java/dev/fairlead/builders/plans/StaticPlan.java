package dev.fairlead.builders.plans;

import dev.fairlead.builders.plans.Plan.Packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program that needs nothing but the kernel: its image has no base.
final class StaticPlan {
    private static final Map<String, Integer> MACHINES = Map.of("amd64", 62, "aarch64", 183);

    private StaticPlan() {}

    static List<String> signs(Folder folder) throws IOException {
        var found = new ArrayList<String>();
        for (String file : folder.files()) {
            boolean here = !file.contains("/") || file.matches("bin/[^/]+");
            boolean library = file.matches(".*\\.(so(\\.[0-9.]+)?|o|ko)");
            if (here && !library && ProgramFile.staticMachine(folder.path(file)).isPresent()) {
                found.add(file);
            }
        }
        return found;
    }

    static Plan of(Folder folder, Wishes wishes) throws IOException {
        List<String> programs = signs(folder);
        if (wishes.command().isEmpty() && programs.size() != 1) {
            throw Folder.wrong(
                    (programs.isEmpty()
                                    ? "There is no static program: one ELF file without an"
                                            + " interpreter, beside fairlead.yaml or in bin."
                                    : "There are several programs: "
                                            + String.join(", ", programs)
                                            + ".")
                            + " Say what to start by `command: [/app/NAME]` in fairlead.yaml.");
        }
        for (String program : programs) {
            forThisMachine(folder, program);
        }
        return new Plan(
                AppRuntime.STATIC,
                programs,
                wishes.base(),
                Packages.NONE,
                List.of(),
                folder.placed(_ -> true),
                wishes.command().isEmpty()
                        ? List.of(Plan.FOLDER + "/" + programs.getFirst())
                        : wishes.command(),
                Map.of());
    }

    private static void forThisMachine(Folder folder, String program) throws IOException {
        Optional<Integer> wanted =
                Optional.ofNullable(MACHINES.get(System.getProperty("os.arch", "")));
        Optional<Integer> is = ProgramFile.staticMachine(folder.path(program));
        if (wanted.isPresent() && is.isPresent() && !is.equals(wanted)) {
            throw Folder.wrong(
                    program
                            + " is for another processor than the server's ("
                            + System.getProperty("os.arch")
                            + ").");
        }
    }
}
