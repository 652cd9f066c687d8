package dev.fairlead.builders.compiled;

import dev.fairlead.builders.compiled.Workbench.Surroundings;
import dev.fairlead.builders.languages.BuildInput;
import dev.fairlead.builders.languages.Builder;
import dev.fairlead.builders.languages.Built;
import dev.fairlead.builders.languages.Tool;
import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.BuildPhase;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Abi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Compiles C and C++ with clang and wasi-libc: a `handle` with `fairlead.h` or `fairlead.hpp`, or
/// a `main` as a WASI command.
public final class CBuilder implements Builder {
    private static final Pattern C_HANDLER =
            Pattern.compile("\\bhandle\\s*\\(\\s*(?:const\\s+)?fl_request\\b[^;{]*\\{");
    private static final Pattern CPP_HANDLER =
            Pattern.compile(
                    "\\bhandle\\s*\\(\\s*(?:const\\s+)?(?:fairlead\\s*::\\s*)?Request\\b[^;{]*\\{");
    private static final Pattern MAIN = Pattern.compile("\\bint\\s+main\\s*\\([^;{]*\\{");
    private static final Remarks REMARKS =
            Remarks.of(
                    ":\\d+:\\d+: (?:fatal )?error: (?<message>.*)",
                    "^(?<file>[^:]+):(?<line>\\d+):(?<column>\\d+): (?:fatal )?error: ");
    private static final String GLUE = WorkCopy.OURS + "/c/";
    private static final String C_PART = WorkCopy.OURS + "/c.o";
    private static final String MODULE = WorkCopy.OURS + "/module.wasm";

    private final Workbench bench;

    public CBuilder(Workbench bench) {
        this.bench = bench;
    }

    private enum Entry {
        C_HANDLER,
        CPP_HANDLER,
        MAIN
    }

    @Override
    public Built build(BuildInput input) throws IOException, InterruptedException {
        input.progress().phase(BuildPhase.ANALYSING);
        List<String> plain = sources(input, List.of(".c"));
        List<String> plus = sources(input, List.of(".cpp", ".cc", ".cxx"));
        Entry entry = entry(input, plain, plus);
        checkTools(!plus.isEmpty());
        WorkCopy work = WorkCopy.of(input);
        for (String file : List.of("fairlead.h", "fairlead.hpp", "fairlead.c", "entry.cpp")) {
            work.add("c/" + file, GLUE + file);
        }
        if (entry != Entry.MAIN) {
            plain.add(GLUE + "fairlead.c");
        }
        if (entry == Entry.CPP_HANDLER) {
            plus.add(GLUE + "entry.cpp");
        }
        input.progress().phase(BuildPhase.COMPILING);
        if (plus.isEmpty()) {
            run(input, command(Tool.CLANG, linked(entry), plain));
        } else {
            if (!plain.isEmpty()) {
                run(input, command(Tool.CLANG, List.of("-r", "-nostdlib", "-o", C_PART), plain));
                plus.add(C_PART);
            }
            List<String> options = new ArrayList<>(linked(entry));
            options.addAll(List.of("-std=c++20", "-fno-exceptions"));
            run(input, command(Tool.CLANG_CPP, options, plus));
        }
        return new Built(work.made(MODULE), entry == Entry.MAIN ? Abi.COMMAND : Abi.HANDLER);
    }

    private void run(BuildInput input, List<String> command)
            throws IOException, InterruptedException {
        bench.compile(input, command, Surroundings.NONE, REMARKS);
    }

    private List<String> command(Tool compiler, List<String> options, List<String> files) {
        List<String> all = new ArrayList<>();
        all.add(bench.tools().path(compiler).toString());
        all.addAll(
                List.of(
                        "--target=wasm32-wasi",
                        "-O2",
                        "-Wall",
                        "-I" + WorkCopy.OURS + "/c",
                        "-I.",
                        "-Iinclude"));
        all.addAll(options);
        all.addAll(files);
        return all;
    }

    /// With the stack first, one that overflows is a trap and not another variable's value.
    private static List<String> linked(Entry entry) {
        String model = entry == Entry.MAIN ? "command" : "reactor";
        return List.of("-mexec-model=" + model, "-Wl,--strip-all,--stack-first", "-o", MODULE);
    }

    private void checkTools(boolean plus) {
        List<Tool> needed =
                new ArrayList<>(
                        List.of(
                                Tool.CLANG,
                                Tool.CLANG_LINKER,
                                Tool.CLANG_BUILTINS,
                                Tool.WASI_LIBC));
        if (plus) {
            needed.addAll(List.of(Tool.CLANG_CPP, Tool.WASI_LIBCPP));
        }
        bench.tools().require(plus ? "C++" : "C", needed);
    }

    private static List<String> sources(BuildInput input, List<String> endings) {
        List<String> found = new ArrayList<>();
        for (String file : input.source().files()) {
            boolean test = file.startsWith("test/") || file.startsWith("tests/");
            if (!test && endings.stream().anyMatch(file::endsWith)) {
                found.add(file);
            }
        }
        return found;
    }

    private static Entry entry(BuildInput input, List<String> plain, List<String> plus)
            throws IOException {
        List<String> files = new ArrayList<>(plain);
        files.addAll(plus);
        List<Entry> found = new ArrayList<>();
        List<String> where = new ArrayList<>();
        for (String file : files) {
            String text = WorkCopy.text(input, file);
            for (Entry entry : Entry.values()) {
                if (pattern(entry).matcher(text).find()) {
                    found.add(entry);
                    where.add(file);
                }
            }
        }
        return switch (found.size()) {
            case 1 -> {
                input.progress().line("The handler is in " + where.getFirst() + ".");
                yield found.getFirst();
            }
            case 0 ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_MISSING,
                            "No source defines `void handle(const fl_request *request, fl_response"
                                    + " *response)`, `fairlead::Response handle(const"
                                    + " fairlead::Request &request)` or `int main`.");
            default ->
                    throw new BuildFailed(
                            ErrorCode.HANDLER_AMBIGUOUS,
                            "More than one handler or main is defined: "
                                    + String.join(", ", where)
                                    + ".");
        };
    }

    private static Pattern pattern(Entry entry) {
        return switch (entry) {
            case C_HANDLER -> C_HANDLER;
            case CPP_HANDLER -> CPP_HANDLER;
            case MAIN -> MAIN;
        };
    }
}
