/// The wiring of the audit log: what shows it, sends it and takes old events away.
@NullMarked
package dev.fairlead.server.audit;

import org.jspecify.annotations.NullMarked;
