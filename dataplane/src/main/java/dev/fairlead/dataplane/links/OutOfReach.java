package dev.fairlead.dataplane.links;

import java.io.IOException;

/// A target is where no upstream may be.
public final class OutOfReach extends IOException {
    private static final long serialVersionUID = 1;

    OutOfReach(String what) {
        super(what + " is not where upstreams may be");
    }
}
