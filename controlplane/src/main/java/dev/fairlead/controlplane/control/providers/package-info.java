/// Use cases of providers: configuring them, signing in by them, connecting and disconnecting.
@NullMarked
package dev.fairlead.controlplane.control.providers;

import org.jspecify.annotations.NullMarked;
