package dev.fairlead.dataplane.cache;

import java.util.ArrayDeque;
import java.util.Deque;

/// The last purges in their order, for answers that were on their way meanwhile.
final class RecentPurges {
    private static final int MOST = 1024;

    private final Deque<Purge> last = new ArrayDeque<>();
    private long moment;

    /// A moment between two purges.
    synchronized long now() {
        return moment;
    }

    synchronized void add(Purge purge) {
        moment++;
        last.addFirst(purge);
        if (last.size() > MOST) {
            last.removeLast();
        }
    }

    /// Whether one since that moment holds an answer; so it is where there were too many to know.
    synchronized boolean since(long then, StoredAnswer answer) {
        long passed = moment - then;
        if (passed > last.size()) {
            return true;
        }
        return last.stream()
                .limit(passed)
                .anyMatch(one -> one.service().equals(answer.key().service()) && one.holds(answer));
    }
}
