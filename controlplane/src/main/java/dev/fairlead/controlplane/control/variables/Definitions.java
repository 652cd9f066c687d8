package dev.fairlead.controlplane.control.variables;

import dev.fairlead.controlplane.store.projects.Project;
import dev.fairlead.controlplane.store.variables.Definition;
import dev.fairlead.controlplane.store.variables.DefinitionStore;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.variables.VariableName;

import java.util.List;

/// Use cases of definitions. The next release of each service has to meet them.
public final class Definitions {
    private static final int LONGEST_TEXT = 1000;

    private final DefinitionStore store;

    public Definitions(DefinitionStore store) {
        this.store = store;
    }

    public List<Definition> list(Project project) {
        return store.list(project.organization(), project.id());
    }

    /// Refuses what contradicts itself; nothing is written then.
    public List<Definition> put(Project project, List<Definition> all) {
        all.forEach(Definitions::check);
        return store.put(project.organization(), project.id(), all);
    }

    private static void check(Definition one) {
        if (one.description().length() > LONGEST_TEXT
                || one.pattern().filter(text -> text.length() > LONGEST_TEXT).isPresent()) {
            throw Rejected.field(
                    "/definitions", "use at most " + LONGEST_TEXT + " characters for each text");
        }
        if (one.allowed().size() > LONGEST_TEXT
                || one.standard().filter(v -> v.length() > References.LONGEST).isPresent()) {
            throw Rejected.field("/definitions", "'" + one.name() + "' is too large");
        }
        Expectations.check(one);
    }

    public void remove(Project project, VariableName name) {
        if (!store.remove(project.organization(), project.id(), name)) {
            throw new Rejected(
                    ErrorCode.DEFINITION_NOT_FOUND,
                    "project '" + project.name() + "' defines no variable " + name);
        }
    }
}
