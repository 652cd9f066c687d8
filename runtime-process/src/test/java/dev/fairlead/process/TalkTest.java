package dev.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import dev.fairlead.process.inside.Frames;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.stream.Stream;

class TalkTest {
    @FunctionalInterface
    interface Frame {
        void write(DataOutputStream out) throws IOException;
    }

    static Stream<Arguments> whatIsNoAnswer() {
        return Stream.of(
                says("a message of the JVM", ProtocolException.class, out -> out.writeBytes("#\n")),
                says("no more", EOFException.class, _ -> {}),
                says(
                        "half a log line",
                        EOFException.class,
                        out -> {
                            log(out, 100);
                            out.write(new byte[99]);
                        }),
                says("an endless log line", ProtocolException.class, out -> log(out, 1 << 30)),
                says("a line of less than nothing", ProtocolException.class, out -> log(out, -1)),
                says("more headers than fit", ProtocolException.class, out -> head(out, 1 << 30)),
                says(
                        "a body beyond the limit",
                        ProtocolException.class,
                        out -> {
                            head(out, 0);
                            out.writeInt(1001);
                        }),
                says(
                        "a body that ends early",
                        EOFException.class,
                        out -> {
                            head(out, 0);
                            out.writeInt(1000);
                            out.write(new byte[10]);
                        }));
    }

    private static Arguments says(String what, Class<?> failure, Frame frame) {
        return Arguments.of(what, failure, frame);
    }

    private static void log(DataOutputStream out, int length) throws IOException {
        out.writeByte(Frames.LOG);
        out.writeByte('i');
        out.writeInt(length);
    }

    private static void head(DataOutputStream out, int headers) throws IOException {
        out.writeByte(Frames.ANSWER);
        out.writeLong(1);
        out.writeInt(200);
        out.writeInt(headers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatIsNoAnswer")
    void what_is_no_answer_is_told_without_taking_memory_for_it(
            String what, Class<?> failure, Frame frame) throws IOException {
        // Given
        var bytes = new ByteArrayOutputStream();
        frame.write(new DataOutputStream(bytes));
        var talk =
                new Talk(
                        new ByteArrayInputStream(bytes.toByteArray()),
                        OutputStream.nullOutputStream());
        // When
        Exception exception = catchException(() -> talk.hear(new ChildLog(), 1000));
        // Then
        assertThat(exception).as(what).isExactlyInstanceOf(failure);
    }
}
