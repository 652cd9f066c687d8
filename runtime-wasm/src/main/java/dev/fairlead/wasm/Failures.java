package dev.fairlead.wasm;

import com.dylibso.chicory.wasm.ChicoryException;

import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.model.functions.Limits;
import dev.fairlead.wasm.memory.MemoryRefused;
import dev.fairlead.wasm.module.CallerGone;
import dev.fairlead.wasm.module.GuestExit;
import dev.fairlead.wasm.module.GuestFailure;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.threads.KillSwitch;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever left a guest's call into an outcome for its author, without our insides.
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Outcome outcome(
            Throwable thrown,
            @Nullable GuestInstance instance,
            KillSwitch killSwitch,
            Limits limits) {
        if (killSwitch.timedOut()) {
            return new Outcome.Failed(
                    ErrorCode.GUEST_TIMEOUT,
                    "The function took longer than its limit of "
                            + limits.timeout().toMillis()
                            + " ms.");
        }
        if (killSwitch.cancelled() || thrown instanceof CallerGone) {
            return Outcome.CANCELLED;
        }
        if (thrown instanceof GuestFailure failure) {
            return new Outcome.Failed(failure.code(), failure.text());
        }
        if (thrown instanceof MemoryRefused refused && refused.ofAllGuests()) {
            return new Outcome.Failed(
                    ErrorCode.AT_CAPACITY, "All functions together use all of their memory.");
        }
        if (isStackOverflow(thrown)) {
            return new Outcome.Failed(
                    ErrorCode.GUEST_STACK_OVERFLOW, "The function's calls nest too deep.");
        }
        boolean grew = instance != null && instance.memory().refusedGrow();
        if (grew || thrown instanceof OutOfMemoryError || thrown instanceof MemoryRefused) {
            return new Outcome.Failed(ErrorCode.GUEST_OUT_OF_MEMORY, outOfMemory(limits));
        }
        return new Outcome.Failed(
                ErrorCode.GUEST_FAILED, "The function trapped: " + trap(thrown) + ".");
    }

    static String outOfMemory(Limits limits) {
        return "The function ran out of memory; its limit is "
                + (limits.memoryBytes() >> 20)
                + " MiB.";
    }

    /// The trap in the words of the WebAssembly specification, as far as they are known.
    static String trap(Throwable thrown) {
        return switch (thrown) {
            case GuestExit exit -> "it ended with exit code " + exit.code();
            case IndexOutOfBoundsException _ -> "out of bounds memory access";
            case ArithmeticException e -> String.valueOf(e.getMessage());
            case ChicoryException e -> chicoryTrap(String.valueOf(e.getMessage()));
            default -> {
                // A guest's doing or a bug of ours: nobody but us can tell.
                LOG.debug("A call ended in an unexpected way", thrown);
                yield "an illegal operation";
            }
        };
    }

    private static String chicoryTrap(String message) {
        return switch (message) {
            case "Trapped on unreachable instruction" -> "unreachable";
            case "undefined element" -> "undefined table element";
            default -> message.length() > 200 ? message.substring(0, 200) : message;
        };
    }

    static boolean isStackOverflow(Throwable thrown) {
        return thrown instanceof StackOverflowError
                || thrown.getCause() instanceof StackOverflowError
                || String.valueOf(thrown.getMessage()).contains("call stack exhausted");
    }
}
