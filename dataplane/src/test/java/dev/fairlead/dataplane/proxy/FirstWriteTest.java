package dev.fairlead.dataplane.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.dataplane.runtime.Guest;
import dev.fairlead.dataplane.runtime.GuestAnswer;
import dev.fairlead.dataplane.runtime.GuestRequest;
import dev.fairlead.dataplane.runtime.GuestRuntime;
import dev.fairlead.dataplane.runtime.Invocation;
import dev.fairlead.dataplane.runtime.Outcome;
import dev.fairlead.dataplane.runtime.RunReport;
import dev.fairlead.dataplane.versions.GuestSpec;
import dev.fairlead.model.executions.StartKind;
import dev.fairlead.model.functions.Abi;
import dev.fairlead.model.functions.ContentHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A guest that writes, waits, and writes again.
@Timeout(60)
class FirstWriteTest {
    private final CountDownLatch seen = new CountDownLatch(1);

    private final class Slow implements GuestRuntime, Guest {
        @Override
        public Guest guest(GuestSpec spec) {
            return this;
        }

        @Override
        public void prepare() {}

        @Override
        public Invocation start(GuestRequest request, GuestAnswer answer) {
            Thread.ofVirtual().start(() -> answer(answer));
            return () -> {};
        }

        private void answer(GuestAnswer answer) {
            try {
                answer.head(200, List.of());
                answer.write(new byte[] {'o', 'n', 'e'});
                seen.await();
                answer.write(new byte[] {'t', 'w', 'o'});
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer.done(new RunReport(Outcome.ANSWERED, StartKind.WARM, 0, 0, 0, List.of()));
        }

        @Override
        public void close() {}
    }

    @Test
    void has_its_first_byte_at_the_client_before_the_second_is_made() throws Exception {
        // Given
        try (var front = new Front(new Slow(), settings -> settings)) {
            front.live(
                    1,
                    new GuestSpec(
                            Front.SERVICE,
                            1,
                            Abi.COMMAND,
                            Path.of("none"),
                            ContentHash.of(new byte[0]),
                            front.limits(),
                            Map.of()));
            // When
            try (Socket client = front.connect()) {
                Front.send(
                        client, "GET / HTTP/1.1\nhost: " + Front.HOST + "\nconnection: close\n\n");
                var in = client.getInputStream();
                List<String> head = Origin.fields(in);
                String size = Origin.line(in);
                String one = Origin.line(in);
                seen.countDown();
                String rest = Front.rest(in);
                // Then
                assertThat(head).contains("transfer-encoding: chunked");
                assertThat(size).isEqualTo("3");
                assertThat(one).isEqualTo("one");
                assertThat(rest).contains("two").endsWith("0\r\n\r\n");
            }
        }
    }
}
