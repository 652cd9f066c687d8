package dev.fairlead.dataplane.runtime;

/// One version, ready to be invoked any number of times, also at once. Every invocation starts from
/// the same fresh state.
public interface Guest extends AutoCloseable {
    /// Loads the artifact and makes a first instance; blocks. Throws `BuildFailed` with the reason
    /// when the artifact cannot run.
    void prepare();

    /// Starts one invocation and returns at once; everything that follows reaches `answer` on a
    /// thread of the runtime. Never throws: a guest that cannot start is an outcome.
    Invocation start(GuestRequest request, GuestAnswer answer);

    /// As `start`, for another guest that waits for the end: on its own thread where that can be,
    /// and no longer than it may run itself. Returns after `done`.
    default void startWithin(GuestRequest request, GuestAnswer answer, Caller caller) {
        AwaitedGuest.run(this, request, answer, caller);
    }

    /// Lets go of instances; running invocations end in peace.
    @Override
    void close();
}
