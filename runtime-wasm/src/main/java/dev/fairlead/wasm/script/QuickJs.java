package dev.fairlead.wasm.script;

import dev.fairlead.wasm.memory.PagedMemory;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;

import java.nio.charset.StandardCharsets;

/// The engine's exports by index. A value is the address of a handle; handles are not freed,
/// because the memory is reset after each call.
final class QuickJs {
    static final int PROMISE_PENDING = 0;
    static final int PROMISE_REJECTED = 2;
    static final int MODULE = 1;

    private final int malloc;
    private final int eval;
    private final int newString;
    private final int getString;
    private final int call;
    private final int isException;
    private final int getException;
    private final int getUndefined;
    private final int newHostFunction;
    private final int element;
    private final int promiseState;
    private final int promiseResult;
    private final int jobPending;
    private final int runJob;
    private final int initialize;
    private final int init;
    private final int setModuleLoader;
    private final int setMaxStack;
    private final int setGcThreshold;

    QuickJs(GuestModule module) {
        malloc = index(module, "malloc");
        eval = index(module, "qjs_eval");
        newString = index(module, "qjs_new_string");
        getString = index(module, "qjs_get_string_len");
        call = index(module, "qjs_call");
        isException = index(module, "qjs_is_exception");
        getException = index(module, "qjs_get_exception");
        getUndefined = index(module, "qjs_get_undefined");
        newHostFunction = index(module, "qjs_new_host_function");
        element = index(module, "qjs_get_prop_uint32");
        promiseState = index(module, "qjs_promise_state");
        promiseResult = index(module, "qjs_promise_result");
        jobPending = index(module, "qjs_is_job_pending");
        runJob = index(module, "qjs_execute_pending_job");
        initialize = index(module, "_initialize");
        init = index(module, "qjs_init");
        setModuleLoader = index(module, "qjs_set_module_loader");
        setMaxStack = index(module, "qjs_set_max_stack_size");
        setGcThreshold = index(module, "qjs_set_gc_threshold");
    }

    private static int index(GuestModule module, String name) {
        return module.function(name)
                .orElseThrow(() -> new IllegalStateException("the engine has no " + name));
    }

    void start(GuestInstance instance, int stackBytes, int gcThreshold) {
        instance.call(initialize);
        if (instance.call(init) != 0) {
            throw new IllegalStateException("the JavaScript engine did not start");
        }
        instance.call(setModuleLoader, 1);
        instance.call(setMaxStack, stackBytes);
        instance.call(setGcThreshold, gcThreshold);
    }

    /// The address of a copy of these bytes, with a zero after them; 0 where there is no memory.
    int copy(GuestInstance instance, byte[] bytes, int length) {
        int at = (int) instance.call(malloc, length + 1);
        if (at != 0) {
            instance.memory().write(at, bytes, 0, length);
            instance.memory().writeByte(at + length, (byte) 0);
        }
        return at;
    }

    int copy(GuestInstance instance, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return copy(instance, bytes, bytes.length);
    }

    int block(GuestInstance instance, int size) {
        return (int) instance.call(malloc, size);
    }

    int evaluate(GuestInstance instance, String source, String file, int flags) {
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        int code = copy(instance, bytes, bytes.length);
        int name = copy(instance, file);
        return (int) instance.call(eval, code, bytes.length, name, flags);
    }

    int string(GuestInstance instance, byte[] bytes, int length) {
        int at = copy(instance, bytes, length);
        return at == 0 ? 0 : (int) instance.call(newString, at, length);
    }

    int string(GuestInstance instance, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return string(instance, bytes, bytes.length);
    }

    int undefined(GuestInstance instance) {
        return (int) instance.call(getUndefined);
    }

    int hostFunction(GuestInstance instance, String name) {
        int at = copy(instance, name);
        return (int) instance.call(newHostFunction, at, name.length(), 0);
    }

    int element(GuestInstance instance, int array, int index) {
        return (int) instance.call(element, array, index);
    }

    /// `arguments` is the address of `count` handles.
    int call(GuestInstance instance, int function, int self, int count, int arguments) {
        return (int) instance.call(call, function, self, count, arguments);
    }

    boolean isException(GuestInstance instance, int value) {
        return value == 0 || instance.call(isException, value) != 0;
    }

    int exception(GuestInstance instance) {
        return (int) instance.call(getException);
    }

    int promiseState(GuestInstance instance, int promise) {
        return (int) instance.call(promiseState, promise);
    }

    int promiseResult(GuestInstance instance, int promise) {
        return (int) instance.call(promiseResult, promise);
    }

    boolean jobPending(GuestInstance instance) {
        return instance.call(jobPending) != 0;
    }

    void runJob(GuestInstance instance) {
        instance.call(runJob);
    }

    /// A string's bytes; `lengthAt` is 4 bytes to write its length to.
    byte[] text(GuestInstance instance, int value, int lengthAt) {
        PagedMemory memory = instance.memory();
        memory.writeI32(lengthAt, 0);
        int at = (int) instance.call(getString, value, lengthAt);
        return at == 0 ? new byte[0] : memory.readBytes(at, memory.readInt(lengthAt));
    }
}
