/// Runs apps in containers: starts their instances, looks after them, stops them. What an engine is
/// spoken to with is in `dev.fairlead.engine`.
@NullMarked
package dev.fairlead.container;

import org.jspecify.annotations.NullMarked;
