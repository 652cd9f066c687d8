package dev.fairlead.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Many secrets for sealing anew to take a moment: projects with a hundred each, and what they are.
record SealedSecrets(int projects) {
    static final int EACH = 100;

    /// What is sent to set all of one project.
    static String body(int project) {
        var set = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < EACH; i++) {
            set.add(Map.of("name", name(i), "value", value(project, i), "secret", true));
        }
        return Installation.JSON.writeValueAsString(Map.of("set", set));
    }

    static String project(int number) {
        return "sealed" + number;
    }

    static String name(int number) {
        return "SECRET_" + number;
    }

    static String value(int project, int number) {
        return "value-" + project + "-" + number;
    }

    /// Where one of a project is revealed.
    static String reveal(int project, int number) {
        return "/variables/" + name(number) + ":reveal?project=" + project(project);
    }

    List<Integer> numbers() {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < projects; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
