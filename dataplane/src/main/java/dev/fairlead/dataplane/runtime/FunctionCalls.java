package dev.fairlead.dataplane.runtime;

import dev.fairlead.model.errors.ErrorCode;

import java.nio.ByteBuffer;
import java.util.List;

/// Calls other functions of its project for a running guest.
@FunctionalInterface
public interface FunctionCalls {
    /// For guests that have nobody to call.
    FunctionCalls NONE =
            (_, _) ->
                    new Failed(ErrorCode.SERVICE_NOT_FOUND, "functions cannot be called from here");

    /// Returns when the called function ended. Never throws for what it did.
    Called call(Ask ask, Caller caller);

    /// What is asked of which function.
    record Ask(
            String function,
            String method,
            String path,
            String query,
            List<Header> headers,
            ByteBuffer body) {
        public Ask {
            headers = List.copyOf(headers);
        }
    }

    /// What came of it.
    sealed interface Called {}

    /// It answered.
    record Answered(int status, List<Header> headers, ByteBuffer body) implements Called {
        public Answered {
            headers = List.copyOf(headers);
        }
    }

    /// It was not run, or failed.
    record Failed(ErrorCode code, String detail) implements Called {}
}
