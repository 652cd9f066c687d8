/// Environments, aliases, promotions and rollouts on the command line.
@NullMarked
package dev.fairlead.cli.releases;

import org.jspecify.annotations.NullMarked;
