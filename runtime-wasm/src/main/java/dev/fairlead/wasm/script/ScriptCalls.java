package dev.fairlead.wasm.script;

import dev.fairlead.model.functions.Limits;
import dev.fairlead.wasm.contract.AnswerJson;
import dev.fairlead.wasm.module.GuestInstance;

import java.nio.charset.StandardCharsets;

/// Calls the bootstrap's functions in one instance.
final class ScriptCalls {
    private static final int LENGTH_CELL = 8;

    private final PreparedEngine base;
    private final QuickJs engine;
    private final GuestInstance instance;

    ScriptCalls(PreparedEngine base, GuestInstance instance) {
        this.base = base;
        this.engine = base.engine();
        this.instance = instance;
    }

    static String outOfMemory(Limits limits) {
        return "The function ran out of memory; its limit is "
                + (limits.memoryBytes() >> 20)
                + " MiB.";
    }

    /// Calls with one string; the string that it gives, or nothing when there was no memory for it.
    byte[] call(int function, byte[] argument, int length, Limits limits) {
        int value = engine.string(instance, argument, length);
        return value == 0 ? new byte[0] : callWith(function, value, limits);
    }

    /// Calls with one handle.
    byte[] callWith(int function, int value, Limits limits) {
        instance.memory().writeI32(base.cells(), value);
        return text(engine.call(instance, function, base.undefined(), 1, base.cells()), limits);
    }

    private byte[] callPlain(int function, Limits limits) {
        return text(engine.call(instance, function, base.undefined(), 0, base.cells()), limits);
    }

    private byte[] text(int value, Limits limits) {
        if (engine.isException(instance, value)) {
            return describe(engine.exception(instance));
        }
        byte[] bytes = engine.text(instance, value, base.cells() + LENGTH_CELL);
        AnswerJson.checkJsonSize(bytes.length, limits);
        return bytes;
    }

    /// `!name message stack` of something thrown; nothing where even that throws.
    byte[] describe(int thrown) {
        instance.memory().writeI32(base.cells(), thrown);
        int value = engine.call(instance, base.describe(), base.undefined(), 1, base.cells());
        return engine.isException(instance, value)
                ? new byte[0]
                : engine.text(instance, value, base.cells() + LENGTH_CELL);
    }

    ScriptError error(int thrown, SourceMap places) {
        return ScriptError.parse(new String(describe(thrown), StandardCharsets.UTF_8), places);
    }

    /// Runs jobs and timers until the handler's promise is settled or nothing is left.
    byte[] settle(Limits limits) {
        while (true) {
            runJobs();
            byte[] result = callPlain(base.result(), limits);
            if (result.length != 1 || result[0] != '?') {
                return result;
            }
            byte[] timer = callPlain(base.timer(), limits);
            if (timer.length > 0 && timer[0] == '!') {
                return timer;
            }
            if (!new String(timer, StandardCharsets.UTF_8).equals("ran")) {
                return result;
            }
        }
    }

    /// Runs one timer; false when there is none.
    boolean runTimer(Limits limits) {
        return new String(callPlain(base.timer(), limits), StandardCharsets.UTF_8).equals("ran");
    }

    void runJobs() {
        while (engine.jobPending(instance)) {
            engine.runJob(instance);
        }
    }

    void seal(Limits limits) {
        callPlain(base.seal(), limits);
    }
}
