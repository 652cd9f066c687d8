package dev.fairlead.dataplane.gateway;

import dev.fairlead.dataplane.addresses.Address;
import dev.fairlead.dataplane.router.LiveService;
import dev.fairlead.dataplane.router.Target;

/// Where a request goes: the service, the version that was picked for it, and how it was addressed.
record Destination(LiveService service, Target target, Address address) {}
