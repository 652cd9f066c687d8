package dev.fairlead.wasm.module;

import java.security.SecureRandom;
import java.time.Instant;

/// The machine's own clock and random bytes; the clock starts at the moment the request came.
public final class LiveSources implements CallSources {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long NANOS = 1_000_000_000;

    private final long startWall;
    private final long start = System.nanoTime();

    public LiveSources(Instant receivedAt) {
        this.startWall = receivedAt.getEpochSecond() * NANOS + receivedAt.getNano();
    }

    @Override
    public long wallNanos() {
        return startWall + elapsedNanos();
    }

    @Override
    public long elapsedNanos() {
        return System.nanoTime() - start;
    }

    @Override
    public void random(byte[] into) {
        RANDOM.nextBytes(into);
    }
}
