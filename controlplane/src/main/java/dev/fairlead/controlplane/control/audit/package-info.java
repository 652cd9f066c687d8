/// The audit log: refused tries go in here, changes by themselves, in the database.
@NullMarked
package dev.fairlead.controlplane.control.audit;

import org.jspecify.annotations.NullMarked;
