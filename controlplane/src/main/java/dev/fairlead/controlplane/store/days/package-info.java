/// Tables that are divided by days.
@NullMarked
package dev.fairlead.controlplane.store.days;

import org.jspecify.annotations.NullMarked;
