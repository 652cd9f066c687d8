package dev.fairlead.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Clients that ask one after the other until they are told to stop.
final class Load implements AutoCloseable {
    private final Installation fairlead;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Thread> clients = new ArrayList<>();
    final AtomicInteger answered = new AtomicInteger();
    final Set<String> wrong = ConcurrentHashMap.newKeySet();
    final Set<String> heard = ConcurrentHashMap.newKeySet();

    Load(Installation fairlead, int count, String path) {
        this.fairlead = fairlead;
        for (int i = 0; i < count; i++) {
            clients.add(Thread.ofVirtual().start(() -> ask(path)));
        }
    }

    private void ask(String path) {
        while (!over.get()) {
            var answer = fairlead.get(path);
            if (answer.status() == 200) {
                answered.incrementAndGet();
                heard.add(answer.body().strip());
            } else {
                wrong.add(answer.status() + " " + answer.body());
            }
        }
    }

    @Override
    public void close() {
        over.set(true);
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
