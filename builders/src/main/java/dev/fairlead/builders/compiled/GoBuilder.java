package dev.fairlead.builders.compiled;

import dev.fairlead.builders.compiled.Workbench.Surroundings;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.sandbox.Step;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compiles Go for WASI: a package with `func Handle(r fairlead.Request) fairlead.Response`, or a
/// `main` of its own. Either is a WASI command: this Go cannot export functions.
public final class GoBuilder implements Builder {
    private static final Remarks REMARKS =
            Remarks.of(
                    "^(?!#)[^:]+:\\d+:\\d+: (?<message>.*)$",
                    "^(?<file>[^:]+):(?<line>\\d+):(?<column>\\d+): ");
    private static final String MODULE = WorkCopy.OURS + "/module.wasm";
    private static final String GLUE = "vendor/" + GoModule.PACKAGE + "/";

    private final Workbench bench;
    private final GoCache cache;

    public GoBuilder(Workbench bench) {
        this.bench = bench;
        this.cache = new GoCache(bench);
    }

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        bench.tools().require("Go", List.of(Tool.GO, Tool.GO_SOURCES));
        GoModule module = GoModule.of(input);
        input.progress().line("The handler is in " + module.file() + ".");
        WorkCopy work = WorkCopy.of(input);
        module.write(work);
        for (String file : List.of("fairlead.go", "call.go", "log.go", "serve.go")) {
            work.add("go/" + file, GLUE + file);
        }
        Path standard = cache.standard(input.progress());
        GoCache.link(standard, work.path(GoCache.FOLDER));
        input.progress().phase(BuildPhase.COMPILING);
        List<String> command = new ArrayList<>();
        command.add(bench.tools().path(Tool.GO).toString());
        command.addAll(List.of("build", "-mod=vendor", "-o", MODULE));
        command.addAll(GoCache.FLAGS);
        command.add("./" + module.main());
        Map<String, String> environment = new HashMap<>(GoCache.ENVIRONMENT);
        environment.put("GOCACHE", Step.WORK + "/" + GoCache.FOLDER);
        bench.compile(
                input,
                command,
                new Surroundings(environment, Map.of(GoCache.INSIDE, standard)),
                REMARKS);
        return new Built(work.made(MODULE), Abi.COMMAND);
    }
}
