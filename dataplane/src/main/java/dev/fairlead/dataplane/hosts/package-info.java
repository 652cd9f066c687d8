/// The domains that answer here, where they lead and the certificates they are served with. Proves
/// nothing and asks nobody.
@NullMarked
package dev.fairlead.dataplane.hosts;

import org.jspecify.annotations.NullMarked;
