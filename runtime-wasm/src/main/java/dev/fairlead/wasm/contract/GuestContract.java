package dev.fairlead.wasm.contract;

import dev.fairlead.wasm.module.GuestCall;
import dev.fairlead.wasm.module.GuestInstance;
import dev.fairlead.wasm.module.GuestModule;

/// One guest's way of being called. What `prepare` finds out holds for every instance made from its
/// snapshot.
public interface GuestContract {
    /// A new instance, ready to be called or snapshotted. Throws `BuildFailed` when the module
    /// cannot serve this contract, and whatever the guest's own start-up throws.
    GuestInstance prepare(GuestModule module, GuestCall call);

    /// A new instance that is only to become a snapshot of what `prepare` made.
    GuestInstance blank(GuestModule module, GuestCall call);

    /// Asks the guest. Throws for traps and kills; the instance is not usable then.
    Reply answer(GuestInstance instance, GuestCall call);
}
