/// Routes of providers: configuring them, signing in by them, connecting them to one's account.
@NullMarked
package dev.fairlead.controlplane.api.providers;

import org.jspecify.annotations.NullMarked;
