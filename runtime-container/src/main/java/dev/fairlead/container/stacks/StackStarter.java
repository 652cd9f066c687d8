package dev.fairlead.container.stacks;

import dev.fairlead.container.instances.Contact;
import dev.fairlead.container.instances.Instance;
import dev.fairlead.container.instances.Making;
import dev.fairlead.container.instances.Making.Join;
import dev.fairlead.container.instances.StartFailed;
import dev.fairlead.container.instances.Starter;
import dev.fairlead.dataplane.apps.AppInstance;
import dev.fairlead.dataplane.versions.AppSpec;
import dev.fairlead.model.stacks.StackService;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Starts instances of a stack's entry, after whatever the entry needs.
public final class StackStarter implements Starter {
    private static final Logger LOG = LoggerFactory.getLogger(StackStarter.class);

    private final Hands hands;
    private final AppSpec app;
    private final KeptServices kept;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Running running;
    private boolean up;
    private volatile boolean stopping;

    /// A version that was read.
    private record Running(Plan plan, Assembly assembly, Companions companions) {}

    /// `kept` is of the stack and its environment.
    public StackStarter(Hands hands, AppSpec app, KeptServices kept) {
        this.hands = hands;
        this.app = app;
        this.kept = kept;
    }

    private Running running() throws StartFailed {
        Running known = running;
        if (known == null) {
            Plan plan = Plan.of(app);
            var assembly = new Assembly(hands, app, plan);
            known = new Running(plan, assembly, new Companions(hands, app, plan, assembly, kept));
            running = known;
        }
        return known;
    }

    @Override
    public Instance launch(Optional<String> created) throws StartFailed, InterruptedException {
        lock.lockInterruptibly();
        try {
            Running now = running();
            if (up) {
                return entry(now);
            }
            boolean good = false;
            try {
                Companions companions = now.companions();
                companions.up(companions.early());
                companions.await(now.plan().entry());
                Instance instance = entry(now);
                good = settled(companions, instance);
                up = true;
                return instance;
            } finally {
                if (!good) {
                    now.companions().down(false);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /// Starts what needs the entry, and looks whether all of it runs; else the entry goes, too.
    private boolean settled(Companions companions, Instance instance)
            throws StartFailed, InterruptedException {
        boolean good = false;
        try {
            companions.up(companions.late());
            companions.check();
            good = true;
            return true;
        } finally {
            if (!good) {
                instance.stop(Duration.ZERO);
                hands.launcher().forget(instance.container());
            }
        }
    }

    private Instance entry(Running now) throws StartFailed, InterruptedException {
        StackService service = now.plan().checked(now.plan().entry());
        return hands.launcher().launch(() -> making(now, service), Optional.empty());
    }

    private Making making(Running now, StackService service) throws StartFailed, IOException {
        Assembly assembly = now.assembly();
        Join home = assembly.home();
        int port = now.plan().stack().port();
        return new Making(
                assembly.spec(
                        service, Optional.of(home), assembly.marks().entry(app, service.name())),
                service.program().reference(),
                home.network(),
                assembly.joins(service),
                (container, address) ->
                        contact(service, container, Contact.http(address, port, Optional.empty())));
    }

    private Contact contact(StackService service, String container, Contact plain) {
        return service.health().isEmpty()
                ? plain
                : new CheckedContact(plain, hands.engine(), container, service.health().get());
    }

    @Override
    public Optional<String> create() {
        return Optional.empty();
    }

    @Override
    public List<Instance> there() {
        lock.lock();
        try {
            Running now = running();
            StackService service = now.plan().checked(now.plan().entry());
            List<String> labels = now.assembly().marks().instancesOf(app);
            if (hands.engine().containers().list(labels).isEmpty()) {
                return List.of();
            }
            List<Instance> found = hands.launcher().there(labels, making(now, service));
            if (!found.isEmpty()) {
                up = true;
                Thread.ofVirtual().name("adopt-" + app.name()).start(this::adopt);
            }
            return found;
        } catch (StartFailed | IOException e) {
            LOG.debug("what runs already is not known stack={}", app.name(), e);
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /// Finds the companions of instances that were there.
    private void adopt() {
        lock.lock();
        try {
            Companions companions = running().companions();
            companions.up(companions.early());
            companions.up(companions.late());
        } catch (StartFailed e) {
            LOG.warn("a stack is not whole stack={} why={}", app.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String service() {
        Running now = running;
        return now == null ? "" : now.plan().stack().entry();
    }

    @Override
    public List<AppInstance> others() {
        Running now = running;
        return now == null ? List.of() : now.companions().shown();
    }

    @Override
    public boolean spares() {
        return false;
    }

    @Override
    public void idle(boolean over) {
        Running now = running;
        if (now == null || stopping) {
            return;
        }
        stopping = true;
        Thread.ofVirtual().name("stop-" + app.name()).start(() -> down(now, over));
    }

    private void down(Running now, boolean over) {
        lock.lock();
        try {
            now.companions().down(over);
            up = false;
            if (over) {
                running = null;
            }
        } finally {
            stopping = false;
            lock.unlock();
        }
    }
}
