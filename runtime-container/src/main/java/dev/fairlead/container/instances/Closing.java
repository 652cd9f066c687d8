package dev.fairlead.container.instances;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Whether the runtime is being closed. Its containers run on then, and whoever looks after them
/// stops.
public final class Closing {
    private final CountDownLatch begun = new CountDownLatch(1);

    public void begin() {
        begun.countDown();
    }

    public boolean begun() {
        return begun.getCount() == 0;
    }

    /// Waits; true where it began meanwhile.
    public boolean beginsWithin(Duration time) throws InterruptedException {
        return begun.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
