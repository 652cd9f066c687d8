package dev.fairlead.dataplane.links;

import java.io.IOException;

/// A target is where no upstream may be.
public final class OutOfReach extends IOException {
    private static final long serialVersionUID = 1;

    /// Why nothing was reached, but not the address: who asks need not know what a name stands for.
    public static String told(Throwable why) {
        return why instanceof OutOfReach
                ? "this installation lets no upstream be at that address"
                : "no connection could be made";
    }

    OutOfReach(String what) {
        super(what + " is not where upstreams may be");
    }
}
