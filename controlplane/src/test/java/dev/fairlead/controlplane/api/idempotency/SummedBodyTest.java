package dev.fairlead.controlplane.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

class SummedBodyTest {
    private boolean ended;
    private boolean broken;

    private SummedBody body(InputStream from, MessageDigest digest) {
        return new SummedBody(from, digest, () -> ended = true, () -> broken = true);
    }

    @Test
    void however_it_is_read_the_sum_is_of_all_of_it() throws IOException, NoSuchAlgorithmException {
        // Given
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        var bytes = new byte[10_000];
        random.nextBytes(bytes);
        var digest = MessageDigest.getInstance("SHA-256");
        InputStream body = body(new ByteArrayInputStream(bytes), digest);
        // When
        while (!ended) {
            switch (random.nextInt(3)) {
                case 0 -> body.read();
                case 1 -> body.skip(random.nextInt(50));
                default -> body.read(new byte[70], 10, random.nextInt(1, 60));
            }
        }
        // Then
        assertThat(digest.digest())
                .as("seed " + seed)
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(broken).isFalse();
    }

    @Test
    void a_read_that_fails_breaks_it() throws IOException, NoSuchAlgorithmException {
        // Given
        var closed = InputStream.nullInputStream();
        closed.close();
        InputStream body = body(closed, MessageDigest.getInstance("SHA-256"));
        // When / Then
        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        assertThat(broken).isTrue();
        assertThat(ended).isFalse();
    }
}
