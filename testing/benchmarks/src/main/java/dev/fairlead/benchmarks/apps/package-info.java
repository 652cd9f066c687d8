/// Apps in containers against the engine by itself.
@NullMarked
package dev.fairlead.benchmarks.apps;

import org.jspecify.annotations.NullMarked;
