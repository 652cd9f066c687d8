/// Routes of the audit log.
@NullMarked
package dev.fairlead.controlplane.api.audit;

import org.jspecify.annotations.NullMarked;
