/// Moves aliases from version to version, step by step, and judges by what the gateway saw whether
/// the new one does worse.
@NullMarked
package dev.fairlead.controlplane.control.rollouts;

import org.jspecify.annotations.NullMarked;
