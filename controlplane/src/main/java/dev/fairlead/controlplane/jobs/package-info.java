/// Durable work: what runs, when, how often again. The work itself is in `control`.
@NullMarked
package dev.fairlead.controlplane.jobs;

import org.jspecify.annotations.NullMarked;
