/// Keeps answers that may be given again (RFC 9111): which, for how long, to whom, and how they are
/// forgotten. It asks nobody: who fills it lives in `dataplane.gateway`.
@NullMarked
package dev.fairlead.dataplane.cache;

import org.jspecify.annotations.NullMarked;
