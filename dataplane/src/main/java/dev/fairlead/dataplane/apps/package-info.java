/// The port to what runs apps: versions that are programs of their own, in instances that answer
/// HTTP. Declares it; runtimes keep it.
@NullMarked
package dev.fairlead.dataplane.apps;

import org.jspecify.annotations.NullMarked;
