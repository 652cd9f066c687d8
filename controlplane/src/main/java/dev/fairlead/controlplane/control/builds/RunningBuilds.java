package dev.fairlead.controlplane.control.builds;

import dev.fairlead.model.ids.DeploymentId;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The builds that run in this process, each by its thread, so that one can be stopped.
public final class RunningBuilds {
    private final Map<DeploymentId, Running> running = new ConcurrentHashMap<>();

    /// The build is not wanted any more; what it would have made is dropped.
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Stopped() {
            super("stopped", null, false, false);
        }
    }

    private static final class Running {
        private final Thread thread = Thread.currentThread();
        private boolean stopped;
        private boolean over;

        synchronized void stop() {
            stopped = true;
            if (!over) {
                thread.interrupt();
            }
        }

        /// From here on no interrupt comes, and one that came is taken back.
        synchronized boolean end() {
            over = true;
            return stopped && (Thread.interrupted() || stopped);
        }
    }

    /// Runs `work` in the caller's thread. Throws `Stopped` when `stop` came before its end,
    /// whatever it threw or gave.
    public <T> T run(DeploymentId id, Supplier<T> work) {
        var own = new Running();
        running.put(id, own);
        boolean stopped = false;
        try {
            T made = work.get();
            stopped = own.end();
            if (!stopped) {
                return made;
            }
        } catch (RuntimeException e) {
            stopped = own.end();
            if (!stopped) {
                throw e;
            }
        } finally {
            running.remove(id, own);
        }
        throw new Stopped();
    }

    /// Stops a build that runs here; without effect for others.
    public void stop(DeploymentId id) {
        Running one = running.get(id);
        if (one != null) {
            one.stop();
        }
    }
}
