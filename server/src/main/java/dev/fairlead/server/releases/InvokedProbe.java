package dev.fairlead.server.releases;

import dev.fairlead.controlplane.control.rollouts.Probe;
import dev.fairlead.dataplane.calls.Invoker;
import dev.fairlead.dataplane.router.Router;
import dev.fairlead.dataplane.router.Visitor;
import dev.fairlead.model.errors.Rejected;
import dev.fairlead.model.ids.ServiceId;

/// Asks versions through the router, by the same queue and limits as everybody.
record InvokedProbe(Router router, Invoker invoker) implements Probe {
    @Override
    public int status(ServiceId service, String label, String path) throws InterruptedException {
        var found = router.find(service);
        var target = found.flatMap(live -> live.target(label, Visitor.ANYBODY));
        if (found.isEmpty() || target.isEmpty()) {
            return 0;
        }
        try {
            return invoker.get(found.get(), target.get(), path);
        } catch (Rejected e) {
            return e.code().status();
        }
    }
}
