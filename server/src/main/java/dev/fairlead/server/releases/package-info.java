/// The wiring of what releases versions: environments, aliases, rollouts, retention.
@NullMarked
package dev.fairlead.server.releases;

import org.jspecify.annotations.NullMarked;
