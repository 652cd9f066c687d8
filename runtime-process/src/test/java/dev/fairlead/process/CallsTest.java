package dev.fairlead.process;

import static dev.fairlead.testkit.guests.Asking.get;
import static dev.fairlead.testkit.guests.Asking.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.FunctionCalls;
import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.Header;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.model.errors.ErrorCode;
import dev.fairlead.process.inside.Frames;
import dev.fairlead.testkit.guests.Heard;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A function in a child calls others, and is not to be trusted in what it asks.
@Tag("slow")
class CallsTest {
    /// An answer whose function may call others.
    private record Calling(Heard heard, FunctionCalls calls) implements GuestAnswer {
        @Override
        public void head(int status, List<Header> headers) {
            heard.head(status, headers);
        }

        @Override
        public void write(byte[] bytes) {
            heard.write(bytes);
        }

        @Override
        public void done(RunReport report) {
            heard.done(report);
        }
    }

    @Test
    void what_a_cancelled_function_calls_is_cancelled_too(@TempDir Path directory)
            throws IOException, InterruptedException {
        try (var children = new Children(directory);
                var runtime = children.runtime(settings -> settings.withStartCache(false));
                Guest guest = Children.guest(runtime, children.actions(), limits())) {
            // Given
            var called = new CountDownLatch(1);
            var cancelled = new CountDownLatch(1);
            FunctionCalls other =
                    (_, caller) -> {
                        caller.lend(cancelled::countDown);
                        called.countDown();
                        try {
                            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return new FunctionCalls.Failed(ErrorCode.SERVER_STOPPED, "cancelled");
                    };
            var heard = new Heard();
            var running = guest.start(get("/call", "to=other"), new Calling(heard, other));
            assertThat(called.await(30, TimeUnit.SECONDS)).isTrue();
            // When
            running.cancel();
            // Then
            assertThat(heard.outcome()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(cancelled.getCount()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', GET, /, '', x, y",
        "other, 'G T', /, '', x, y",
        "other, GET, no-slash, '', x, y",
        "other, GET, /a b, '', x, y",
        "other, GET, /?a, '', x, y",
        "other, GET, /, 'a b', x, y",
        "other, GET, /, '', 'x y', y",
        "other, GET, /, '', x, 'y\nz'"
    })
    void what_is_no_request_is_not_asked(
            String function, String method, String path, String query, String name, String value)
            throws IOException {
        // Given
        var said = new ByteArrayOutputStream();
        var out = new DataOutputStream(said);
        out.writeByte(Frames.ASK);
        Frames.texts(out, List.of(function, method, path, query));
        Frames.texts(out, List.of(name, value.replace("\\n", "\n")));
        Frames.bytes(out, new byte[0]);
        var told = new ByteArrayOutputStream();
        var talk = new Talk(new ByteArrayInputStream(said.toByteArray()), told);
        // When
        try {
            talk.hear(
                    new ChildLog(),
                    1000,
                    _ -> {
                        throw new AssertionError("it was asked");
                    });
        } catch (EOFException e) {
            // Then
            var in = new DataInputStream(new ByteArrayInputStream(told.toByteArray()));
            assertThat(in.read()).isEqualTo(Frames.REFUSED);
            assertThat(Frames.text(in, 100)).isEqualTo("invalid-request");
            return;
        }
        throw new AssertionError("it went on");
    }
}
