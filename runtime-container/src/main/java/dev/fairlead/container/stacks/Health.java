package dev.fairlead.container.stacks;

import dev.fairlead.engine.streams.ExecResult;
import dev.fairlead.engine.streams.ExecSpec;
import dev.fairlead.model.stacks.StackService;
import dev.fairlead.model.stacks.StackService.Healthcheck;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks one container again and again whether it is well, as its service says how. Until it first
/// is, it is asked soon and then later, so that nobody waits for a long interval.
final class Health {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final int LONGEST_WORDS = 300;

    private final Replica replica;
    private final Optional<Healthcheck> check;
    private final String container;
    private final Hands hands;
    private final CountDownLatch ended = new CountDownLatch(1);
    private String words = "";

    Health(Replica replica, StackService service, String container, Hands hands) {
        this.replica = replica;
        this.check = service.health();
        this.container = container;
        this.hands = hands;
    }

    void begin() {
        check.ifPresent(how ->
                Thread.ofVirtual()
                        .name("health")
                        .start(() -> {
                            try {
                                look(how);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }

    void end() {
        ended.countDown();
    }

    private void look(Healthcheck how) throws InterruptedException {
        long began = System.nanoTime();
        long counted = began;
        long next = SOON.toNanos();
        boolean first = true;
        int missed = 0;
        do {
            boolean good = good(how);
            long now = System.nanoTime();
            if (ended.getCount() == 0 || hands.closing().begun()) {
                return;
            }
            if (good) {
                replica.well();
                first = false;
                missed = 0;
            } else if (!first || now - began >= how.startPeriod().toNanos()) {
                // What is asked sooner than it was to be does not count.
                if (!first || now - counted >= how.interval().toNanos()) {
                    counted = now;
                    missed++;
                }
                if (missed >= how.retries()) {
                    replica.ill("its healthcheck failed " + missed + " times" + words);
                    missed = 0;
                }
            }
            next = first ? Math.min(next * 3 / 2, pace(how).toNanos()) : how.interval().toNanos();
        } while (!ended.await(next, TimeUnit.NANOSECONDS));
    }

    private static Duration pace(Healthcheck how) {
        return how.startInterval().compareTo(how.interval()) < 0
                ? how.startInterval()
                : how.interval();
    }

    private boolean good(Healthcheck how) {
        try {
            ExecResult result =
                    hands.engine()
                            .containers()
                            .exec(container, ExecSpec.of(how.command(), how.timeout()));
            String said = (result.output() + " " + result.errors()).strip();
            words =
                    said.isEmpty()
                            ? ""
                            : ": " + said.substring(0, Math.min(said.length(), LONGEST_WORDS));
            return result.exitCode() == 0;
        } catch (IOException e) {
            words =
                    ": it took longer than "
                            + how.timeout().toMillis()
                            + " ms, or could not be run";
            return false;
        }
    }
}
