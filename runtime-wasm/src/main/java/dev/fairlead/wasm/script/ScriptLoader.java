package dev.fairlead.wasm.script;

import dev.fairlead.model.deployments.BuildFailed;
import dev.fairlead.model.deployments.Diagnostic;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.wasm.contract.ByteSink;
import dev.fairlead.wasm.contract.RequestJson;
import dev.fairlead.wasm.module.GuestInstance;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Loads a function's script into an instance of the base and finds its handler: as an ES module,
/// or as a plain script that defines `handle` or sets `module.exports`.
final class ScriptLoader {
    private static final Pattern MODULE_SYNTAX =
            Pattern.compile("(?m)(?:^|[;}])\\s*(?:import|export)\\b\\s*[\\w{*'\"]");
    private static final String COMMON =
            "globalThis.module={exports:{}};globalThis.exports=module.exports;";
    private static final String FIND =
            """
            (typeof handle === 'function')
                ? { handle, socket: typeof socket === 'function' ? socket : undefined }
              : (typeof module.exports === 'function') ? { handle: module.exports }
              : module.exports
            """;

    private final PreparedEngine base;
    private final ScriptBundle bundle;
    private final Map<String, String> environment;

    ScriptLoader(PreparedEngine base, ScriptBundle bundle, Map<String, String> environment) {
        this.base = base;
        this.bundle = bundle;
        this.environment = environment;
    }

    /// Throws `BuildFailed` for whatever is wrong with the script.
    void load(GuestInstance instance) {
        String source = bundle.files().getOrDefault(bundle.entry(), "");
        boolean found;
        if (MODULE_SYNTAX.matcher(source).find()) {
            start(instance);
            found = asModule(instance, source);
        } else {
            start(instance);
            found = asScript(instance, source);
        }
        if (!found) {
            throw new BuildFailed(
                    ErrorCode.HANDLER_MISSING,
                    bundle.entry()
                            + " exports no function named handle and no default function. Write"
                            + " `export function handle(request) { ... }`.");
        }
        Limits limits = instance.current().limits();
        new ScriptCalls(base, instance).seal(limits);
    }

    private void start(GuestInstance instance) {
        instance.become(base.snapshot());
        if (!environment.isEmpty()) {
            ByteSink json = RequestJson.object(environment);
            new ScriptCalls(base, instance)
                    .call(
                            base.environment(),
                            json.array(),
                            json.length(),
                            instance.current().limits());
        }
    }

    private boolean asModule(GuestInstance instance, String source) {
        QuickJs engine = base.engine();
        var calls = new ScriptCalls(base, instance);
        int promise = engine.evaluate(instance, source, bundle.entry(), QuickJs.MODULE);
        if (engine.isException(instance, promise)) {
            throw failed(calls.error(engine.exception(instance), bundle.places()));
        }
        Limits limits = instance.current().limits();
        do {
            calls.runJobs();
        } while (engine.promiseState(instance, promise) == QuickJs.PROMISE_PENDING
                && calls.runTimer(limits));
        int state = engine.promiseState(instance, promise);
        if (state == QuickJs.PROMISE_REJECTED) {
            throw failed(calls.error(engine.promiseResult(instance, promise), bundle.places()));
        }
        if (state == QuickJs.PROMISE_PENDING) {
            throw new BuildFailed(
                    ErrorCode.COMPILE_FAILED, bundle.entry() + " awaits what never comes.");
        }
        return choose(calls, engine.promiseResult(instance, promise), limits);
    }

    private boolean asScript(GuestInstance instance, String source) {
        QuickJs engine = base.engine();
        var calls = new ScriptCalls(base, instance);
        engine.evaluate(instance, COMMON, "fairlead:common", 0);
        int value = engine.evaluate(instance, source, bundle.entry(), 0);
        if (engine.isException(instance, value)) {
            throw failed(calls.error(engine.exception(instance), bundle.places()));
        }
        calls.runJobs();
        int found = engine.evaluate(instance, FIND, "fairlead:find", 0);
        return !engine.isException(instance, found)
                && choose(calls, found, instance.current().limits());
    }

    private boolean choose(ScriptCalls calls, int namespace, Limits limits) {
        byte[] answer = calls.callWith(base.choose(), namespace, limits);
        return new String(answer, StandardCharsets.UTF_8).equals("ok");
    }

    private BuildFailed failed(ScriptError error) {
        ScriptError.Place place = error.place();
        String where =
                place.line() == 0
                        ? ""
                        : place.file() + ":" + place.line() + ":" + place.column() + ": ";
        return new BuildFailed(
                ErrorCode.COMPILE_FAILED,
                where + error.summary(),
                List.of(
                        new Diagnostic(
                                place.line() == 0 ? bundle.entry() : place.file(),
                                place.line(),
                                place.column(),
                                error.summary())));
    }
}
